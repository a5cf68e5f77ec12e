//! Who a row of a hiring file is about.

use super::names::Sym;

/// How a person is identified. Two rows speak of the same person only where a number or a name with its
/// last four digits is the same letter by letter; likeness of names is never used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Person {
    /// Identifying number, as the file gives it.
    pub number: Sym,
    /// Full name as a payroll without numbers identifies a worker: `Last, First M` or the full name, with
    /// the last four digits in brackets where they are given.
    pub name: Sym,
}

impl Person {
    /// What the worker is known by, as on a payroll line: the number, else the name.
    pub fn key(self) -> Sym {
        if self.number.is_none() { self.name } else { self.number }
    }
    /// True if nobody is named.
    pub fn is_none(self) -> bool {
        self.number.is_none() && self.name.is_none()
    }
    /// True if a payroll's worker is this person, by number or by name.
    pub fn is(self, worker: Sym) -> bool {
        !worker.is_none() && (worker == self.number || worker == self.name)
    }
    /// True if two records name the same person, by number where both give one, else by name.
    pub fn same_as(self, other: Self) -> bool {
        if !self.number.is_none() && !other.number.is_none() {
            return self.number == other.number;
        }
        !self.name.is_none() && self.name == other.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_records_are_of_one_person_by_number_first_and_by_whole_name_else() {
        let person = |number, name| Person { number: Sym::at(number), name: Sym::at(name) };
        assert!(person(1, 5).same_as(person(1, 6)), "one number, a name written otherwise");
        assert!(!person(1, 5).same_as(person(2, 5)), "two numbers are two people of one name");
        assert!(person(0, 5).same_as(person(2, 5)));
        assert!(!person(0, 0).same_as(person(0, 0)), "nobody is not the same as nobody");
        assert!(person(1, 5).is(Sym::at(5)) && person(1, 5).is(Sym::at(1)) && !person(0, 5).is(Sym::NONE));
        assert_eq!(person(0, 5).key(), Sym::at(5));
    }
}
