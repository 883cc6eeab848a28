import CCurl

extension Exchange {
    /// The turns of an exchange's thread, and what only that thread touches.
    struct Loop {
        private let exchange: Exchange
        private var running: [Ticket: Transfer] = [:]
        /// The next one last.
        private var timers: [Timer] = []

        init(_ exchange: Exchange) {
            self.exchange = exchange
        }

        private var multi: UnsafeMutableRawPointer { exchange.multi.pointer }

        /// One turn; false after the last.
        mutating func turn() -> Bool {
            let inbox = exchange.inbox.withLock { $0.takeAll() }
            guard !inbox.isStopped else {
                endAll(inbox)
                return false
            }
            for arrival in inbox.arrivals { begin(arrival) }
            for timer in inbox.timers { add(timer) }
            for ticket in inbox.cancelled { cancel(ticket) }
            runDueTimers()
            var active: Int32 = 0
            curl_multi_perform(multi, &active)
            let ended = settleMessages()
            // What completions left must be seen before the wait; the wake-up they gave ends it at once.
            if !ended { curl_multi_poll(multi, nil, 0, pause(), nil) }
            return true
        }

        private mutating func begin(_ arrival: Arrival) {
            do throws(TransferError) {
                let transfer = try Transfer(arrival.ticket, arrival.request, arrival.completion)
                running[arrival.ticket] = transfer
                curl_multi_add_handle(multi, transfer.handle.pointer)
            } catch {
                arrival.completion(.failure(error))
            }
        }

        private mutating func add(_ timer: Timer) {
            let place = timers.firstIndex { $0.time < timer.time } ?? timers.endIndex
            timers.insert(timer, at: place)
        }

        private mutating func cancel(_ ticket: Ticket) {
            timers.removeAll { $0.ticket == ticket }
            guard let transfer = running.removeValue(forKey: ticket) else { return }
            curl_multi_remove_handle(multi, transfer.handle.pointer)
            transfer.completion(.failure(TransferError(.cancelled, "cancelled")))
        }

        private mutating func runDueTimers() {
            while let timer = timers.last, timer.time <= .now {
                timers.removeLast()
                timer.action()
            }
        }

        /// Hands out what has ended; true when anything had.
        private mutating func settleMessages() -> Bool {
            var ended = false
            var left: Int32 = 0
            while let message = curl_multi_info_read(multi, &left)?.pointee {
                guard message.msg == CURLMSG_DONE, let easy = message.easy_handle else { continue }
                let transfer = Transfer.of(UnsafeMutableRawPointer(mutating: ccurl_text(easy, CURLINFO_PRIVATE)))
                running[transfer.ticket] = nil
                curl_multi_remove_handle(multi, easy)
                transfer.completion(transfer.result(message.data.result))
                ended = true
            }
            return ended
        }

        /// Milliseconds to wait; the library shortens it by its own needs.
        private func pause() -> Int32 {
            guard let next = timers.last?.time else { return Int32.max }
            let wait = next - .now
            return wait <= .zero ? 0 : Int32(clamping: wait.wholeMilliseconds)
        }

        private mutating func endAll(_ inbox: Inbox) {
            timers = []
            for transfer in running.values {
                curl_multi_remove_handle(multi, transfer.handle.pointer)
                transfer.completion(.failure(.stopped))
            }
            running = [:]
            for arrival in inbox.arrivals { arrival.completion(.failure(.stopped)) }
        }
    }
}
