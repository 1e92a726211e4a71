import LintWalk
import Testing

@Suite struct ArrivingWorkTests {
    @Test(arguments: [1, 2, 5], [0, 1, 63, 64, 1_000])
    func `each item is handed out once, while others still come and to the end`(workers: Int, count: Int) {
        let work = ArrivingWork<Int>(workers: workers, batch: 64)
        let parts = ParallelWork.map(workers) { number in
            if number == 0 {
                for start in stride(from: 0, to: count, by: 7) { work.add(Array(start..<min(start + 7, count))) }
                work.complete()
            }
            var taken: [Int] = []
            while let batch = work.next() {
                #expect((1...64).contains(batch.count))
                taken += batch
            }
            return taken
        }
        #expect(parts.joined().sorted() == Array(0..<count))
        // In the order they came, whoever takes them.
        for part in parts { #expect(part == part.sorted()) }
    }
}
