import FlywheelLint

// A first way in, until the commands are here: `flywheel-lint tokens [--mode M] FILE…`.
Bootstrap.tokens(Array(CommandLine.arguments.dropFirst(2)))
