import LintWalk
import Testing

@Suite struct PathOrderTests {
    private let paths = ["a-b/x.tf", "a.tf", "a/c/y.tf", "a/x.tf", "a/é.tf", "a0/x.tf", "b.tf"]

    @Test func `what is below a folder is found where it lies in the order`() {
        for folder in ["a", "a/c", "a-b", "a0", "b", "c", ""] {
            let below = paths.filter { folder.isEmpty || $0.hasPrefix(folder + "/") }
            #expect(Array(PathOrder.below(folder, in: paths)) == below, "\(folder)")
            #expect(paths.elementsEqual(paths.sorted(by: PathOrder.precedes)))
        }
        #expect(PathOrder.below("a", in: []).isEmpty)
    }

    @Test func `a path is held only as a whole`() {
        for path in paths { #expect(PathOrder.holds(path, in: paths)) }
        for path in ["", "a", "a/", "a/x.t", "z"] { #expect(!PathOrder.holds(path, in: paths)) }
    }
}
