//! What a rule may count a worker by: yes-or-no facts, each given by a payroll column, a hiring log or the
//! city's dated list. Never inferred from a name, an address or an employer.

use super::payroll::Fact;

macro_rules! attributes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $field:literal, $words:literal, $fact:literal;)*) => {
        /// A fact about a worker that is yes, no or not known.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Attribute { $($(#[$doc])* $variant,)* }
        impl Attribute {
            /// Every attribute, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The word used in rule files, people lists and output.
            pub const fn word(self) -> &'static str { match self { $(Self::$variant => $word,)* } }
            /// The name of its column.
            pub const fn field_name(self) -> &'static str { match self { $(Self::$variant => $field,)* } }
            /// The people it holds for, as a sentence begins.
            pub const fn words(self) -> &'static str { match self { $(Self::$variant => $words,)* } }
            /// What must be known to tell it.
            pub const fn fact(self) -> &'static str { match self { $(Self::$variant => $fact,)* } }
        }
    };
}

attributes! {
    /// Lives in the awarding city.
    Resident = "resident", "resident", "Residents", "residency";
    /// Person of color, as the worker said.
    PersonOfColor = "person-of-color", "person_of_color", "People of color", "self-identification";
    /// Woman, as the worker said.
    Woman = "woman", "woman", "Women", "self-identification";
    /// Lives in the state.
    StateResident = "state-resident", "state_resident", "State residents", "state residency";
    /// Lives in the area the rule names around the project.
    ProjectAreaResident = "project-area-resident", "project_area_resident", "Residents of the project area", "residency in the project area";
    /// Disadvantaged, as the rule defines it and the city certifies it.
    Disadvantaged = "disadvantaged", "disadvantaged", "Disadvantaged workers", "disadvantaged status";
    /// Household of low income, as the rule defines it.
    LowIncome = "low-income", "low_income", "Workers of low income", "low-income status";
    /// Faces barriers to employment that the rule lists.
    HardToEmploy = "hard-to-employ", "hard_to_employ", "Hard-to-employ workers", "hard-to-employ status";
    /// Certified under a residents preference program.
    RppCertified = "rpp-certified", "rpp_certified", "Certified residents (RPP)", "residents preference certification";
    /// Section 3 worker (24 CFR part 75).
    Section3 = "section-3", "section_3", "Section 3 workers", "Section 3 status";
    /// Targeted Section 3 worker (24 CFR part 75).
    TargetedSection3 = "targeted-section-3", "targeted_section_3", "Targeted Section 3 workers", "targeted Section 3 status";
    /// Lives in a ZIP code of the first tier.
    PriorityZipTier1 = "priority-zip-tier-1", "priority_zip_tier_1", "Workers of tier 1 ZIP codes", "residence in a tier 1 ZIP code";
    /// Lives in a ZIP code of the second tier.
    PriorityZipTier2 = "priority-zip-tier-2", "priority_zip_tier_2", "Workers of tier 2 ZIP codes", "residence in a tier 2 ZIP code";
    /// Receives public assistance.
    PublicAssistance = "public-assistance", "public_assistance", "Recipients of public assistance", "receipt of public assistance";
    /// Veteran.
    Veteran = "veteran", "veteran", "Veterans", "veteran status";
    /// Registered in an apprenticeship program.
    ApprenticeRegistered = "apprentice-registered", "apprentice_registered", "Registered apprentices", "apprentice registration";
    /// Graduate of a pre-apprenticeship program.
    PreApprenticeGraduate = "pre-apprentice-graduate", "pre_apprentice_graduate", "Pre-apprenticeship graduates", "pre-apprenticeship graduation";
    /// Core employee of the firm.
    CoreEmployee = "core-employee", "core_employee", "Core employees", "core-employee status";
    /// Hired new for this work.
    NewHire = "new-hire", "new_hire", "New hires", "whether hired new";
    /// The work is professional service.
    Professional = "professional", "professional", "Workers in professional services", "whether the work is professional service";
    /// Supervises and does not work with the tools.
    Supervisor = "supervisor", "supervisor", "Supervisors", "whether a supervisor";
    /// Owner who operates own equipment.
    OwnerOperator = "owner-operator", "owner_operator", "Owner-operators", "whether an owner-operator";
}

impl Attribute {
    /// The attribute of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|a| a.word() == word)
    }

    /// True if it is a column of its own kind elsewhere: residence, race and gender.
    pub const fn has_own_reading(self) -> bool {
        matches!(self, Self::Resident | Self::PersonOfColor | Self::Woman)
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Attributes a row states, eight bytes for all of them: one bit set for yes, one for no, none for unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Attributes {
    yes: u32,
    no: u32,
}

impl Attributes {
    /// Notes a fact; the last one noted counts.
    pub fn set(&mut self, attribute: Attribute, fact: Fact) {
        let bit = attribute.bit();
        self.yes &= !bit;
        self.no &= !bit;
        match fact {
            Fact::Yes => self.yes |= bit,
            Fact::No => self.no |= bit,
            Fact::Unknown => {}
        }
    }

    /// What is known of an attribute.
    pub const fn get(self, attribute: Attribute) -> Fact {
        let bit = attribute.bit();
        if self.yes & bit != 0 {
            Fact::Yes
        } else if self.no & bit != 0 {
            Fact::No
        } else {
            Fact::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_not_noted_is_unknown_and_the_last_noted_counts() {
        let mut known = Attributes::default();
        assert!(Attribute::ALL.iter().all(|a| known.get(*a) == Fact::Unknown));
        known.set(Attribute::Veteran, Fact::Yes);
        known.set(Attribute::OwnerOperator, Fact::No);
        assert_eq!((known.get(Attribute::Veteran), known.get(Attribute::OwnerOperator)), (Fact::Yes, Fact::No));
        known.set(Attribute::Veteran, Fact::Unknown);
        assert_eq!(known.get(Attribute::Veteran), Fact::Unknown);
    }

    #[test]
    fn every_word_is_its_own_and_fits_the_bits() {
        assert!(Attribute::ALL.len() <= 32);
        for attribute in Attribute::ALL {
            assert_eq!(Attribute::from_word(attribute.word()), Some(*attribute));
            assert_eq!(attribute.field_name(), attribute.word().replace('-', "_"));
        }
    }
}
