import CSystem
import LintSource

/// A rule's details, decoded at their first use by whichever worker comes first, and then kept: of a hundred rules that are
/// built in a run tries a few.
final class RuleDetailsSource: @unchecked Sendable, CustomReflectable {
    // Holds a `Box` once there is one, and that then for ever: written by compare and exchange.
    private let slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    /// Part of a `StaticString`.
    private let row: ByteView

    /// Behind a reference: to copy a rule's details is to count thirty references.
    final class Box: Sendable {
        let details: RuleDetails
        init(_ details: RuleDetails) { self.details = details }
    }

    /// - Parameter row: what ``RuleDetails/write(to:)`` wrote, part of a `StaticString`.
    init(row: ByteView) {
        self.row = row
        slot = .allocate(capacity: 1)
        slot.initialize(to: nil)
    }

    convenience init(_ details: RuleDetails) {
        self.init(row: ByteView(UnsafeBufferPointer(start: nil, count: 0)))
        slot.pointee = Unmanaged.passRetained(Box(details)).toOpaque()
    }

    deinit {
        if let box = slot.pointee { Unmanaged<Box>.fromOpaque(box).release() }
        slot.deallocate()
    }

    var box: Box { flywheel_load(slot).map { Unmanaged<Box>.fromOpaque($0).takeUnretainedValue() } ?? decode() }

    var value: RuleDetails {
        _read {
            let box = box
            yield box.details
        }
    }

    var customMirror: Mirror { Mirror(reflecting: value) }

    private func decode() -> Box {
        var reader = CompactReader(row)
        let mine = Unmanaged.passRetained(Box(RuleDetails(from: &reader)))
        guard let stands = flywheel_publish(slot, mine.toOpaque()), stands != mine.toOpaque() else {
            return mine.takeUnretainedValue()
        }
        // Another worker was first.
        mine.release()
        return Unmanaged<Box>.fromOpaque(stands).takeUnretainedValue()
    }
}
