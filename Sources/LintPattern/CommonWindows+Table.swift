extension CommonWindows {
    /// In how many of a thousand files the four bytes at `start` of a text in lower case stand.
    static func commonness(of text: [UInt8], at start: Int) -> Double {
        var wanted: UInt32 = 0
        for i in 0..<4 { wanted = wanted << 8 | UInt32(text[start + i]) }
        if let counted = table.thousandths(of: wanted) { return Double(counted) * 1.4 }
        // Rarer still by the letters, so that there is an order among those that are not counted.
        var letters = 0
        for i in 0..<4 { letters += LiteralSearch.commonness(text[start + i]) }
        return 16 * Double(letters) / 16
    }

    /// ``classes`` as a hash table with open addresses: thousands of windows are looked up before the first file is read.
    /// Made when it is first asked.
    private static let table = Table(classes)

    private struct Table: Sendable {
        private static let bits: UInt32 = 13
        /// 0 where there is none: no window of text is four zeros.
        private var windows: [UInt32]
        private var values: [UInt16]

        init(_ classes: [(thousandths: Int, windows: StaticString)]) {
            windows = [UInt32](repeating: 0, count: 1 << Int(Table.bits))
            values = [UInt16](repeating: 0, count: 1 << Int(Table.bits))
            for (thousandths, text) in classes {
                let base = text.utf8Start
                for number in 0..<(text.utf8CodeUnitCount / 4) {
                    var window: UInt32 = 0
                    for i in 0..<4 { window = window << 8 | UInt32(base[4 * number + i]) }
                    let at = place(of: window)
                    // The first class that a window is in is its own.
                    if windows[at] == 0 {
                        windows[at] = window
                        values[at] = UInt16(thousandths)
                    }
                }
            }
        }

        func thousandths(of window: UInt32) -> UInt16? {
            let at = place(of: window)
            return windows[at] == 0 ? nil : values[at]
        }

        /// Where the window is, or would be.
        private func place(of window: UInt32) -> Int {
            var at = Int((window &* 0x9E37_79B1) >> (32 - Table.bits))
            while windows[at] != 0, windows[at] != window { at = (at + 1) & (windows.count - 1) }
            return at
        }
    }
}
