import LintSource
import Testing

@Suite struct PathListTests {
    private static let texts = ["a-b/x.tf", "a.tf", "a/c/y.tf", "a/x.tf", "a/é.tf", "a0/x.tf", "b.tf"]
    private let paths = PathList(texts)

    @Test func `what is below a folder is found where it lies in the order`() {
        for folder in ["a", "a/c", "a-b", "a0", "b", "c", ""] {
            let below = Self.texts.filter { folder.isEmpty || $0.hasPrefix(folder + "/") }
            #expect(paths.below(folder).map { paths[$0] } == below, "\(folder)")
            let own = below.filter { !$0.dropFirst(folder.isEmpty ? 0 : folder.count + 1).contains("/") }
            #expect(paths.files(in: folder) == own, "\(folder)")
        }
        #expect(PathList().below("a").isEmpty)
    }

    @Test func `a path is held only as a whole`() {
        for path in Self.texts { #expect(paths.holds(path)) }
        for path in ["", "a", "a/", "a/x.t", "a/x.tfx", "c/y.tf", "z"] { #expect(!paths.holds(path)) }
    }

    @Test func `paths are given back as they came, and lie in the order of their bytes`() {
        var texts =
            Self.texts + ["", "/", "/a", "a/", "a//b", "a/b", "a/b/c/d/e", "a/b/c", "a/b.c", "a/b/c-d/e", "a/b/c0/d"]
        for seed in 1...40 {
            // Any order will do, if only it is another one each time.
            let mixed = texts.enumerated().sorted { ($0.offset * seed * 7) % 19 < ($1.offset * seed * 7) % 19 }.map(
                \.element)
            var list = PathList(mixed)
            #expect(list.elementsEqual(mixed))
            let order = list.sort()
            #expect(list.elementsEqual(mixed.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }))
            #expect((order ?? Array(mixed.indices)).map { mixed[$0] }.elementsEqual(list))
            #expect(list.sort() == nil)
            texts = mixed
        }
    }

    @Test func `paths that are the same keep their order, in whichever piece they lie`() {
        var list = PathList(["b/a", "a/x", "a/x", "b"])
        list.append(contentsOf: PathList(["a/x", "b/a", "a/b/c"]))
        #expect(list.sort() == [6, 1, 2, 4, 3, 0, 5])
    }

    @Test func `a list behind another, and a choice of it, have the same paths`() {
        var both = PathList(["z/y/x"])
        both.append(contentsOf: paths)
        both.append("b.tf/c")
        #expect(both.elementsEqual(["z/y/x"] + Self.texts + ["b.tf/c"]))
        #expect(both.only([2, 0]).elementsEqual(["a.tf", "z/y/x"]))
        #expect(both.numbers(ending: [".tf", "c"]) == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(both.isSame(4, as: 3, of: paths) && !both.isSame(4, as: 2, of: paths))
        var told: [String] = []
        both.forEachPath { path, marks in
            told.append(String(decoding: path.buffer, as: UTF8.self))
            #expect(marks.bytes == PathMarks(path).bytes)
        }
        #expect(both.elementsEqual(told))
    }

    @Test func `files of one folder share its name`() {
        let folder = String(repeating: "f", count: 1000) + "/"
        let list = PathList((100..<1100).lazy.map { folder + "\($0)" })
        #expect(list.bytesHeld < 30 * 1000)
    }
}
