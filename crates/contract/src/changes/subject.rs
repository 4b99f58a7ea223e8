//! What a sentence is about.

/// A place in a payload, in words.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// The names that lead there, empty for the payload itself.
    path: String,
    /// How a sentence begins.
    text: String,
}

impl Subject {
    pub(super) fn payload() -> Self {
        Self {
            path: String::new(),
            text: "The payload".to_owned(),
        }
    }

    /// How a sentence begins.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The same in the middle of a sentence.
    pub(super) fn inner(&self) -> String {
        match self.text.split_at_checked(1) {
            Some((first, rest)) => first.to_lowercase() + rest,
            None => String::new(),
        }
    }

    /// The names that lead to a field.
    pub(super) fn field_path(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.path)
        }
    }

    pub(super) fn field(&self, name: &str) -> Self {
        let path = self.field_path(name);
        Self {
            text: format!("The field {path}"),
            path,
        }
    }

    pub(super) fn item(&self) -> Self {
        self.part("[]", format!("An item of {}", self.inner()))
    }

    pub(super) fn position(&self, index: usize) -> Self {
        self.part(
            &format!("[{index}]"),
            format!("Item {index} of {}", self.inner()),
        )
    }

    pub(super) fn named_like(&self, pattern: &str) -> Self {
        self.part(
            &format!("{{{pattern}}}"),
            format!("A field of {} named like {pattern}", self.inner()),
        )
    }

    pub(super) fn other_field(&self) -> Self {
        self.part("{*}", format!("Any other field of {}", self.inner()))
    }

    pub(super) fn name(&self) -> Self {
        self.part("{name}", format!("A field name of {}", self.inner()))
    }

    fn part(&self, step: &str, text: String) -> Self {
        Self {
            path: format!("{}{step}", self.path),
            text,
        }
    }
}
