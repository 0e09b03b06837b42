//! Counting verdicts, and showing the counts.

use std::collections::BTreeMap;

use super::Verdict;

/// Verdicts counted per area or tier.
///
/// ```
/// use hognose_conformance::cases::{Table, Verdict};
/// let mut table = Table::new("tier");
/// table.add("core", Verdict::Pass);
/// table.add("core", Verdict::Wrong);
/// assert_eq!(table.to_string().lines().count(), 3);
/// assert_eq!((table.passed(), table.failed()), (1, 1));
/// ```
#[derive(Debug, Clone)]
pub struct Table {
    title: &'static str,
    rows: BTreeMap<String, BTreeMap<Verdict, usize>>,
}

impl Table {
    /// An empty table whose first column has this title.
    pub fn new(title: &'static str) -> Self {
        Self { title, rows: BTreeMap::new() }
    }

    /// Counts one verdict.
    pub fn add(&mut self, row: &str, verdict: Verdict) {
        let count = self.rows.entry(row.to_owned()).or_default().entry(verdict).or_default();
        *count = count.saturating_add(1);
    }

    /// How many passed.
    pub fn passed(&self) -> usize {
        self.count(|verdict| verdict == Verdict::Pass)
    }

    /// How many did not pass.
    pub fn failed(&self) -> usize {
        self.count(|verdict| verdict != Verdict::Pass)
    }

    fn count(&self, which: impl Fn(Verdict) -> bool) -> usize {
        let counts = self.rows.values().flatten();
        counts
            .filter(|(verdict, _)| which(**verdict))
            .map(|(_, count)| count)
            .fold(0, |sum, n| sum.saturating_add(*n))
    }

    fn cells(&self) -> Vec<Vec<String>> {
        let mut head = vec![self.title.to_owned(), "cases".to_owned()];
        head.extend(Verdict::ALL.map(|verdict| verdict.name().to_owned()));
        head.push("pass %".to_owned());
        let mut cells = vec![head];
        let mut all: BTreeMap<Verdict, usize> = BTreeMap::new();
        for (name, counts) in &self.rows {
            cells.push(line(name, counts));
            for (verdict, count) in counts {
                let sum = all.entry(*verdict).or_default();
                *sum = sum.saturating_add(*count);
            }
        }
        cells.push(line("all", &all));
        cells
    }
}

fn line(name: &str, counts: &BTreeMap<Verdict, usize>) -> Vec<String> {
    let of = |verdict: Verdict| counts.get(&verdict).copied().unwrap_or(0);
    let cases: usize = counts.values().fold(0, |sum, n| sum.saturating_add(*n));
    let mut cells = vec![name.to_owned(), cases.to_string()];
    cells.extend(Verdict::ALL.map(|verdict| of(verdict).to_string()));
    #[expect(clippy::cast_precision_loss, reason = "counts of cases are far below 2**52")]
    let share = 100.0 * of(Verdict::Pass) as f64 / cases.max(1) as f64;
    cells.push(format!("{share:.1}"));
    cells
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let cells = self.cells();
        let width = |column: usize| {
            cells.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0)
        };
        for row in &cells {
            let mut text = String::new();
            for (column, cell) in row.iter().enumerate() {
                let width = width(column);
                let padded =
                    if column == 0 { format!("{cell:<width$}") } else { format!("  {cell:>width$}") };
                text.push_str(&padded);
            }
            writeln!(f, "{}", text.trim_end())?;
        }
        Ok(())
    }
}
