import LintSource

extension TerraformJobs {
    /// Variables of one place, shared by all who have them.
    struct Layer: Sendable {
        let settings: [TerraformStateFacts.Setting]
        /// Which of them backends read.
        let supplies: [Int]
        let file: Int
    }

    /// A job that runs a script, with the variables it runs it with.
    final class Context: Sendable {
        let job: String
        /// The job's among all.
        let number: Int
        /// Whether it never runs.
        let isOff: Bool
        /// The job, then those it extends, the strongest first.
        let chain: [Int]
        /// The later beats the earlier.
        let layers: [Layer]
        /// Those that backends read, in order of their names.
        let environment: [Variable]

        init(job: String, number: Int, isOff: Bool, chain: [Int], layers: [Layer]) {
            self.job = job
            self.number = number
            self.isOff = isOff
            self.chain = chain
            self.layers = layers
            var environment: [Variable] = []
            for layer in layers {
                for index in layer.supplies {
                    let setting = layer.settings[index]
                    let supply = Supply(value: setting.value, site: Site(layer.file, setting.range))
                    Variable.set(setting.name, setting.hash, supply, in: &environment)
                }
            }
            self.environment = environment
        }

        /// The value of the variable with a hash whose name is the one that is meant.
        func value(_ hash: UInt64, _ isName: (String) -> Bool) -> String? {
            for layer in layers.reversed() {
                for index in layer.settings.indices.reversed()
                where layer.settings[index].hash == hash && isName(layer.settings[index].name) {
                    return layer.settings[index].value
                }
            }
            return nil
        }
    }
}
