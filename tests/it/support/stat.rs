//! What the kernel counts of a process.

use super::process::Process;

impl Process {
    /// The processor time that the process has used, in ticks, of which every Linux since 2.6 has a hundred
    /// a second.
    pub fn ticks(&self) -> u64 {
        let number = |field: usize| -> u64 { self.stat(field).parse().expect("a number of ticks") };
        number(14) + number(15)
    }

    /// What the process does: `R` runs, `S` waits, `T` was stopped.
    pub fn state(&self) -> char {
        self.stat(3).chars().next().expect("a letter")
    }

    /// A field of what the kernel knows of the process, from the third on.
    fn stat(&self, number: usize) -> String {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid()))
            .expect("the process lives");
        // The name of the command may hold blanks; what follows its closing bracket is fields again, the
        // state being the third.
        let (_, fields) = stat.rsplit_once(')').expect("a name in brackets");
        fields
            .split_whitespace()
            .nth(number - 3)
            .expect("a field")
            .to_owned()
    }
}
