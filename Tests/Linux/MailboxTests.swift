import Linux
import Testing

@Suite struct MailboxTests {
    @Test func whatNobodyTakesHasAnAge() {
        let mailbox = Mailbox<Int>()
        #expect(mailbox.unheardSince == nil)
        let before = Clock.sinceBoot()
        mailbox.put(1)
        let first = mailbox.unheardSince
        mailbox.put(2)
        #expect(mailbox.unheardSince == first)
        #expect(first.map { $0 >= before } == true)
        #expect(mailbox.take() == [1, 2])
        #expect(mailbox.unheardSince == nil)
    }
}
