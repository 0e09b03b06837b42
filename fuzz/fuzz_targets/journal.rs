//! Any text as a journal: it is refused, or replayed by a policy that asks its host; and its replies are given to that
//! policy by a host, whatever was asked.

#![no_main]

use hognose::{Host, HostCall, Journal, JournalEntry, NoHost, Options, Policy, Reply, Scratch};
use hognose_fuzz::{MARIE, check, granting, small};
use libfuzzer_sys::fuzz_target;
use std::cell::Cell;
use std::sync::LazyLock;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let source = "import random, time, uuid\n\
        from authentik.core.models import Group, User\n\
        asks = [lambda: ak_user_by(username='marie'), lambda: User.objects.filter(email__iendswith='x').order_by('pk').count(),\n\
        \x20   lambda: list(User.objects.values_list('pk', 'username')), lambda: [g.name for g in request.user.groups.all()],\n\
        \x20   lambda: Group.objects.get(name='staff').attributes, lambda: list(Group.objects.values('name', 'attributes__x')),\n\
        \x20   lambda: ak_user_has_authenticator(request.user), lambda: ak_is_group_member(request.user, name='staff'),\n\
        \x20   lambda: request.user.all_groups().exists(), lambda: User.objects.first(), lambda: len(User.objects.all()),\n\
        \x20   lambda: resolve_dns('example.org'), lambda: reverse_dns('192.0.2.1'), lambda: ak_create_jwt(request.user, 'wiki', ['a']),\n\
        \x20   lambda: requests.get('https://example.org/').json(), lambda: requests.post('https://example.org/', json=[1]).text,\n\
        \x20   lambda: time.time(), lambda: random.random(), lambda: uuid.uuid4(), lambda: request.user.token_set.count()]\n\
        found = []\n\
        for ask in asks:\n\
        \x20   try:\n        found.append(repr(ask()))\n\
        \x20   except Exception as error:\n        found.append(str(error))\n\
        return found";
    granting(small()).compile("fuzz", &MARIE.0, source).unwrap()
});

/// Gives the replies of a journal one after the other.
struct Canned<'a> {
    entries: &'a [JournalEntry],
    next: Cell<usize>,
}

impl Host for Canned<'_> {
    fn call(&self, _: &HostCall) -> Reply {
        let at = self.next.replace(self.next.get() + 1);
        match self.entries {
            [] => Reply::Denied,
            entries => entries[at % entries.len()].reply.clone(),
        }
    }
}

fuzz_target!(|text: &str| {
    let Ok(journal) = Journal::from_json(text) else { return };
    let request = &MARIE.1;
    // The header is checked first; the entries must do no harm even where it is not.
    let checked = journal.replay(&POLICY, request).map(<[_]>::len);
    assert!(checked.is_err() || checked.is_ok_and(|count| count == journal.entries().len()));
    let options = Options { journal: journal.entries(), ..Options::default() };
    check(&POLICY.evaluate_in(&mut Scratch::new(), request, &NoHost, options));
    let canned = Canned { entries: journal.entries(), next: Cell::new(0) };
    check(&POLICY.evaluate(request, &canned));
    assert!(!journal.to_json().unwrap().is_empty());
});
