//! The shape that all records share, said once.

/// Whether a value equals its default, so that it is left out of files.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Declares a struct of the record model.
///
/// `required` fields must be given; `always` ones have a default and are written nevertheless;
/// `optional` ones have a default and are left out of JSON while they hold it. Unknown fields are refused. The references that the struct
/// holds are found from its field types, and `new` takes the required fields.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            required {}
            optional { $($optional:tt)* }
        }
    ) => {
        record! {
            @declare
            $(#[$meta])*
            pub struct $name {
                required {}
                always {}
                optional { $($optional)* }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    };
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            required { $($required:tt)* }
            $( always { $($always:tt)* } )?
            optional { $($optional:tt)* }
        }
    ) => {
        record! {
            @declare
            $(#[$meta])*
            pub struct $name {
                required { $($required)* }
                always { $( $($always)* )? }
                optional { $($optional)* }
            }
        }
    };
    (
        @declare
        $(#[$meta:meta])*
        pub struct $name:ident {
            required { $( $(#[$rmeta:meta])* $rfield:ident : $rty:ty ),* $(,)? }
            always { $( $(#[$ameta:meta])* $afield:ident : $aty:ty ),* $(,)? }
            optional { $( $(#[$ometa:meta])* $ofield:ident : $oty:ty ),* $(,)? }
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema, specta::Type)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $( $(#[$rmeta])* pub $rfield: $rty, )*
            $(
                $(#[$ameta])*
                #[serde(default)]
                pub $afield: $aty,
            )*
            $(
                $(#[$ometa])*
                #[serde(default, skip_serializing_if = "crate::macros::is_default")]
                pub $ofield: $oty,
            )*
        }

        impl $name {
            /// With the required fields given and all others at their defaults.
            pub fn new($($rfield: $rty),*) -> Self {
                Self {
                    $( $rfield, )*
                    $( $afield: Default::default(), )*
                    $( $ofield: Default::default(), )*
                }
            }
        }

        impl $crate::reference::References for $name {
            fn references(&self, at: &$crate::reference::At<'_>, out: &mut Vec<$crate::reference::Reference>) {
                let _ = (at, &out);
                $( self.$rfield.references(&$crate::reference::At::Field(at, stringify!($rfield)), out); )*
                $( self.$afield.references(&$crate::reference::At::Field(at, stringify!($afield)), out); )*
                $( self.$ofield.references(&$crate::reference::At::Field(at, stringify!($ofield)), out); )*
            }

            fn detach(&mut self, gone: &$crate::reference::RecordKey) -> bool {
                let _ = gone;
                true
                    $( && self.$rfield.detach(gone) )*
                    $( && self.$afield.detach(gone) )*
                    $( && self.$ofield.detach(gone) )*
            }

            fn rename(&mut self, names: &$crate::reference::Names<'_>) {
                let _ = names;
                $( self.$rfield.rename(names); )*
                $( self.$afield.rename(names); )*
                $( self.$ofield.rename(names); )*
            }
        }
    };
}

/// Declares a closed list of words, written in `snake_case`.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $( $(#[$vmeta:meta])* $variant:ident ),* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema, specta::Type)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $( $(#[$vmeta])* $variant ),* }

        impl $name {
            /// Every word, in the order of declaration.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),*];
        }

        $crate::reference::no_references!($name);
    };
}
pub(crate) use {record, words};
