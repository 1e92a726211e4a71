/// Values by the number of their folder: a look at a place, where a dictionary would hash the number.
struct FolderTable<Value: Sendable>: Sendable {
    private var places: [Value?] = []

    subscript(folder: Int) -> Value? {
        get { folder < places.count ? places[folder] : nil }
        set {
            grow(folder)
            places[folder] = newValue
        }
    }

    subscript(folder: Int, default value: @autoclosure () -> Value) -> Value {
        get { self[folder] ?? value() }
        _modify {
            grow(folder)
            var held = places[folder].take() ?? value()
            defer { places[folder] = held }
            yield &held
        }
    }

    private mutating func grow(_ folder: Int) {
        // Folders come one by one.
        while places.count <= folder { places.append(nil) }
    }

    /// Those with a value, in order.
    var folders: some Sequence<Int> { places.indices.lazy.filter { places[$0] != nil } }
    var values: some Sequence<Value> { places.lazy.compactMap { $0 } }
}

/// Folders by number.
struct FolderSet: Sendable {
    private var places: [Bool] = []

    func contains(_ folder: Int) -> Bool { folder < places.count && places[folder] }

    mutating func insert(_ folder: Int) {
        while places.count <= folder { places.append(false) }
        places[folder] = true
    }

    mutating func remove(_ folder: Int) {
        if folder < places.count { places[folder] = false }
    }

    /// In order.
    var folders: [Int] { places.indices.filter { places[$0] } }
}
