use super::*;
use crate::oracle::{Datum, check, list};

fn substitute(text: &str, values: &[(Datum, Datum)], safe: bool) -> Result<String, Raised> {
    let mut out = String::new();
    for part in template(text) {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Dollar => out.push('$'),
            Part::Name { name, spelled } => match values.iter().find(|(key, _)| key.str() == name) {
                Some((_, value)) => out.push_str(value.str()),
                None if safe => out.push_str(spelled),
                None => return Err(Raised::new("KeyError", format!("'{name}'"))),
            },
            Part::Invalid { .. } if safe => out.push('$'),
            Part::Invalid { at } => return Err(invalid_placeholder(text, at)),
        }
    }
    Ok(out)
}

#[test]
fn answers_are_those_of_cpython() {
    check("string", |function, a| {
        let [first, second] = [0, 1].map(|at| a.get(at).cloned().unwrap_or(Datum::None));
        let values = match &second {
            Datum::Dict(values) => values.as_slice(),
            _ => &[],
        };
        Ok(match function {
            "capwords" => capwords(first.str(), second.option().map(Datum::str))?.into(),
            "substitute" => substitute(first.str(), values, false)?.into(),
            "safe_substitute" => substitute(first.str(), values, true)?.into(),
            "identifiers" => {
                let mut names: Vec<&str> = Vec::new();
                for part in template(first.str()) {
                    if let Part::Name { name, .. } = part
                        && !names.contains(&name)
                    {
                        names.push(name);
                    }
                }
                list(names)
            }
            "is_valid" => (!template(first.str()).any(|part| matches!(part, Part::Invalid { .. }))).into(),
            "constant" => {
                let found = CONSTANTS.iter().find(|(name, _)| *name == first.str());
                found.map(|(_, value)| *value).into()
            }
            other => return Err(Raised::value(format!("no function {other}"))),
        })
    });
}
