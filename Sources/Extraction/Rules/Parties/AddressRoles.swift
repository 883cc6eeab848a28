/// Tells whose addresses are: by the headings over them, the window of the envelope, and what stands around them.
struct AddressRoles {
    let body: TextBody
    let sections: [PartySection]

    /// The addresses with their parties and how sure that is; those that could be anybody's are left out.
    func roles(of addresses: [PostalAddress]) -> [(address: PostalAddress, party: Party, score: Double)] {
        let senders = Set(addresses.filter { $0.isOneLine }.compactMap { $0.name.first?.text })
        var hasBuyer = false
        var hasSeller = !senders.isEmpty
        var roles: [(address: PostalAddress, party: Party, score: Double)] = []
        for address in addresses {
            guard let (party, score) = headed(address) ?? sender(address, senders) else { continue }
            roles.append((address, party, score))
            hasBuyer = hasBuyer || party == .buyer
            hasSeller = hasSeller || party == .seller
        }
        let isDecided = Set(roles.map { Self.key($0.address) })
        for address in addresses where !isDecided.contains(Self.key(address)) {
            guard let (party, score) = placed(address, hasBuyer: hasBuyer, hasSeller: hasSeller) else { continue }
            roles.append((address, party, score))
            hasBuyer = hasBuyer || party == .buyer
            hasSeller = hasSeller || party == .seller
        }
        return roles
    }

    private static func key(_ address: PostalAddress) -> [Int] { [address.city.line, address.city.words.lowerBound] }

    private func headed(_ address: PostalAddress) -> (Party, Double)? {
        let line = body.lines[address.city.line]
        let x = line.extent(address.city.words).lowerBound
        let around = sections.last { $0.lines.contains(address.city.line) && $0.extent.contains(x) }
        return around.map { ($0.party, 0.9) }
    }

    private func sender(_ address: PostalAddress, _ senders: Set<String>) -> (Party, Double)? {
        if address.isOneLine { return (.seller, 0.88) }
        guard let name = address.name.first?.text, senders.contains(name) else { return nil }
        return (.seller, 0.85)
    }

    private func placed(_ address: PostalAddress, hasBuyer: Bool, hasSeller: Bool) -> (Party, Double)? {
        let line = body.lines[address.city.line]
        guard line.page == body.lines.first?.page else { return nil }
        let size = body.sizes[line.page]
        let top = line.top / max(1, size?.height ?? 800)
        let left = line.extent(address.city.words).lowerBound / max(1, size?.width ?? 600)
        if hasContact(address) { return hasSeller ? nil : (.seller, 0.75) }
        if !hasBuyer, left < 0.5, (0.1...0.5).contains(top), hasSeller { return (.buyer, 0.75) }
        if !hasSeller, top < 0.14 || top > 0.85 { return (.seller, 0.55) }
        if !hasBuyer, left < 0.5, (0.1...0.42).contains(top) { return (.buyer, 0.6) }
        return nil
    }

    /// Telephone, e-mail and numbers of the trade stand below the sender's address.
    private func hasContact(_ address: PostalAddress) -> Bool {
        let line = body.lines[address.city.line]
        let x = line.extent(address.city.words)
        var bottom = line.bottom
        for number in (address.city.line + 1)..<min(body.lines.count, address.city.line + 6) {
            let next = body.lines[number]
            guard next.page == line.page, next.top - bottom < line.height * 1.6 else { return false }
            guard let cell = next.cells.first(where: { next.extent($0).overlaps(x) }) else { continue }
            bottom = next.bottom
            let text = next.text(cell)
            let words = Set(Lexicon.terms(text).map(\.name))
            if text.contains("@") || text.contains("www.")
                || !words.isDisjoint(with: ["phone", "fax", "email", "website", "vatid"])
            {
                return true
            }
            if ContactDetails.phone(text) != nil { return true }
        }
        return false
    }
}
