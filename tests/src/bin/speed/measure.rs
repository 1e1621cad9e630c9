//! Measurements and what they are held against.

use std::fmt;
use std::time::Duration;

/// What one run of a process took.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// From its start to its end.
    pub time: Duration,
    /// The most memory it had, in bytes.
    pub memory: u64,
}

/// Several runs of the same work.
#[derive(Default)]
pub struct Runs(Vec<Run>);

impl Runs {
    pub fn push(&mut self, run: Run) {
        self.0.push(run);
    }

    /// The median time in seconds.
    pub fn seconds(&self) -> f64 {
        percentile(self.0.iter().map(|run| run.time.as_secs_f64()).collect(), 50)
    }

    /// The largest peak of memory, in bytes.
    pub fn memory(&self) -> f64 {
        self.0.iter().map(|run| run.memory).max().unwrap_or(0) as f64
    }
}

impl fmt::Display for Runs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>8.1} ms {:>7.1} MB", self.seconds() * 1e3, self.memory() / 1e6)
    }
}

/// The value below which `percent` of the values lie.
pub fn percentile(mut values: Vec<f64>, percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let index = (values.len() * percent / 100).min(values.len().saturating_sub(1));
    values.get(index).copied().unwrap_or(f64::NAN)
}

/// A ratio and its limit.
pub struct Figure {
    name: String,
    ratio: f64,
    limit: f64,
}

impl Figure {
    pub fn new(name: &str, ratio: f64, limit: f64) -> Self {
        Self { name: name.to_owned(), ratio, limit }
    }

    pub fn holds(&self) -> bool {
        self.ratio <= self.limit
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.holds() { "holds" } else { "OVER" };
        write!(f, "{:<44} {:>6.2}  (at most {:.2})  {verdict}", self.name, self.ratio, self.limit)
    }
}
