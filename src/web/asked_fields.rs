//! The fields a type asks for, told by the type itself: what `serde` would look for in a form.

use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

/// The names of the fields of a struct; none for anything else.
pub(super) fn of<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut fields: &[&str] = &[];
    // It ends in an error whatever it is: nothing is read.
    let _ = T::deserialize(Listening(&mut fields));
    fields
}

/// Listens to what is asked for, and gives nothing.
struct Listening<'f>(&'f mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Listening<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, fields: &'static [&'static str], _: V) -> Result<V::Value, Error> {
        *self.0 = fields;
        Err(Error::custom("nothing is here"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("nothing is here"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(default)]
    #[derive(Default)]
    struct Typed {
        plain: String,
        #[serde(rename = "type")]
        kind: Option<String>,
    }

    #[test]
    fn a_struct_tells_its_fields_as_a_form_names_them() {
        assert_eq!(of::<Typed>(), ["plain", "type"]);
        assert!(of::<Vec<(String, String)>>().is_empty());
    }
}
