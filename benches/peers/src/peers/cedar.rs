//! cedar-policy: who may do what to which thing.

use crate::given::Given;
use crate::peer::{Peer, Prepared, Readied, Result, Task};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression,
};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::hint::black_box;

pub(crate) struct Cedar;

impl Peer for Cedar {
    fn name(&self) -> &'static str {
        "cedar"
    }

    fn kind(&self) -> &'static str {
        "Cedar, authorisation only, tree walker"
    }

    fn package(&self) -> &'static str {
        "cedar-policy"
    }

    fn speaks(&self) -> bool {
        false
    }

    fn prepare<'t>(&self, task: &'t Task) -> Readied<'t> {
        let source = task.port("cedar", "cedar")?;
        let policy = compile(&source)?;
        let (types, authorizer) = (Types::new()?, Authorizer::new());
        let bound = bind(&types, &task.given)?;
        Ok(Box::new(Ready { task, types, authorizer, source, policy, bound }))
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn compile(source: &str) -> Result<PolicySet> {
    source.parse().map_err(text)
}

struct Types {
    user: EntityTypeName,
    group: EntityTypeName,
    action: EntityUid,
    resource: EntityUid,
}

impl Types {
    fn new() -> Result<Self> {
        Ok(Self {
            user: "User".parse().map_err(text)?,
            group: "Group".parse().map_err(text)?,
            action: "Action::\"evaluate\"".parse().map_err(text)?,
            resource: "App::\"grafana\"".parse().map_err(text)?,
        })
    }
}

/// The user with the groups as parents, and in the context what policies ask for.
fn bind(types: &Types, given: &Given) -> Result<(Request, Entities)> {
    let user = given.at(&["request", "user"]);
    let named = |kind: &EntityTypeName, name: &str| {
        EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(name))
    };
    let groups: Vec<EntityUid> = match user.at(&["groups"]) {
        Given::List(groups) => {
            groups.iter().map(|group| named(&types.group, group.at(&["name"]).text())).collect()
        }
        _ => Vec::new(),
    };
    let principal = named(&types.user, user.at(&["username"]).text());
    let mut entities: Vec<Entity> =
        groups.iter().map(|group| Entity::new_no_attrs(group.clone(), HashSet::new())).collect();
    entities
        .push(Entity::new(principal.clone(), HashMap::new(), groups.into_iter().collect()).map_err(text)?);
    let pending = given.at(&["request", "context", "pending_user", "username"]).text();
    let pending = [("username".to_owned(), RestrictedExpression::new_string(pending.to_owned()))];
    let context = Context::from_pairs([
        ("ip".to_owned(), RestrictedExpression::new_ip(given.at(&["ak_client_ip"]).text())),
        ("pending_user".to_owned(), RestrictedExpression::new_record(pending).map_err(text)?),
    ])
    .map_err(text)?;
    let request = Request::new(principal, types.action.clone(), types.resource.clone(), context, None);
    Ok((request.map_err(text)?, Entities::from_entities(entities, None).map_err(text)?))
}

struct Ready<'t> {
    task: &'t Task,
    types: Types,
    authorizer: Authorizer,
    source: String,
    policy: PolicySet,
    bound: (Request, Entities),
}

impl Ready<'_> {
    fn allows(&self, policy: &PolicySet, (request, entities): &(Request, Entities)) -> Value {
        let response = self.authorizer.is_authorized(request, policy, entities);
        (response.decision() == Decision::Allow).into()
    }
}

impl Prepared for Ready<'_> {
    fn compile(&mut self) -> Result<()> {
        compile(&self.source).map(|policy| drop(black_box(policy)))
    }

    fn cold(&mut self) -> Result<Value> {
        Ok(self.allows(&compile(&self.source)?, &bind(&self.types, &self.task.given)?))
    }

    fn bound(&mut self, _: bool) -> Result<Value> {
        Ok(self.allows(&self.policy, &self.bound))
    }

    fn json(&mut self) -> Result<Value> {
        let given = Given::parse(&self.task.workload.json)?;
        Ok(self.allows(&self.policy, &bind(&self.types, &given)?))
    }
}
