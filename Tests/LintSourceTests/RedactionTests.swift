import Glibc
import LintSource
import Testing

@Suite struct RedactionTests {
    @Test(arguments: [
        ("postgres://tf:s3cr3t@db.lan/tf?sslmode=require", "postgres://tf:***@db.lan/tf?sslmode=require"),
        ("-backend-config=\"password=s3cr3t\" -upgrade", "-backend-config=\"password=***\" -upgrade"),
        ("https://oauth2:glpat-AbC-1_2@gitlab.com/a", "https://oauth2:***@gitlab.com/a"),
        ("curl -H PRIVATE-TOKEN:glpat-AbC-1_2 x", "curl -H PRIVATE-TOKEN:glpat-*** x"),
        ("a=postgres://u:p@h/a b=https://u:q@h/b", "a=postgres://u:***@h/a b=https://u:***@h/b"),
        ("token=ghp_abc", "token=***"),
    ])
    func `a secret that is written out is not repeated`(_ text: String, _ shown: String) {
        #expect(Redaction.redacted(text) == shown)
    }

    @Test(arguments: ["password=", "glpat-", "://a:", "ghp_", "a://b:c"])
    func `a text of nothing but beginnings costs what its bytes cost`(_ part: String) {
        // This thread's own: what others do on the machine meanwhile is not counted.
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        func time(_ count: Int) -> Double {
            let text = String(repeating: part, count: count)
            let start = now()
            _ = Redaction.redacted(text)
            return now() - start
        }
        let short = (0..<3).map { _ in time(2_000) }.min() ?? 0
        let long = (0..<3).map { _ in time(16_000) }.min() ?? 0
        // Eight times as much: 64 times as long where each looks at all that follow.
        #expect(long < short * 24)
    }

    @Test(arguments: [
        "https://me:$TOKEN@host/a", "https://me@host/a", "https://me:@host/a", "password=${CI_JOB_TOKEN}",
        "https://host:8080/@scope/a", "password=<yours>", "https://{{user}}:{{password}}@host", "", "://", "password=",
    ])
    func `what a person or a variable fills in stays`(_ text: String) {
        #expect(Redaction.redacted(text) == text)
        #expect(!Redaction.holdsPassword(text))
    }
}
