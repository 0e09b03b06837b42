//! authentik's tables: where each class of objects is kept. Data only; columns that hold secrets do not stand here, so no
//! statement can name them.

use hognose_authentik::bindings::tables::id;
use hognose_schema::binding::TypeId;

/// Where the objects of a class are.
#[derive(Debug)]
pub(crate) struct Layout {
    /// The class.
    pub(crate) class: TypeId,
    /// Its table, and those of the classes it extends.
    pub(crate) parts: &'static [Part],
    /// Kind of the primary key.
    pub(crate) key: Key,
    /// Columns by the names of the fields, besides the primary key.
    pub(crate) columns: &'static [Column],
    /// Relations to several objects by the names of the fields.
    pub(crate) links: &'static [Link],
}

/// A table.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its name.
    pub(crate) table: &'static str,
    /// The column of its primary key.
    pub(crate) key: &'static str,
    /// The column of the first table that says which row; the primary key of the first table is no such column.
    pub(crate) from: &'static str,
}

/// Kind of a primary key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Int,
    Uuid,
}

/// A column.
#[derive(Debug)]
pub(crate) struct Column {
    /// The field.
    pub(crate) field: &'static str,
    /// Number of the part.
    pub(crate) part: usize,
    /// Name in the table.
    pub(crate) name: &'static str,
}

/// A table that links objects.
#[derive(Debug)]
pub(crate) struct Link {
    /// The field.
    pub(crate) field: &'static str,
    /// The table.
    pub(crate) table: &'static str,
    /// The column with the primary key of the object itself.
    pub(crate) own: &'static str,
    /// The column with the primary key of the other.
    pub(crate) other: &'static str,
    /// The column that a row needs besides them, and has no default for.
    pub(crate) id: Id,
    /// Whether the related objects come with the object.
    pub(crate) comes_along: bool,
}

/// Primary key of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Id {
    /// A counter, `id`.
    Counter,
    /// A random id, `uuid`.
    Uuid,
    /// The table is that of objects of its own, which say what is linked.
    Objects,
}

const fn part(table: &'static str, key: &'static str, from: &'static str) -> Part {
    Part { table, key, from }
}

/// Columns that are named as their fields, or as said.
macro_rules! columns {
    ($($part:literal { $($field:ident $(= $name:literal)?),* $(,)? }),* $(,)?) => {
        &[$($(Column { field: stringify!($field), part: $part, name: columns!(@ $field $($name)?) },)*)*]
    };
    (@ $field:ident $name:literal) => { $name };
    (@ $field:ident) => { stringify!($field) };
}

const fn link(field: &'static str, table: &'static str, own: &'static str, other: &'static str) -> Link {
    Link { field, table, own, other, id: Id::Counter, comes_along: true }
}

/// The same link seen from the other end: objects do not come along, or every group would bring all its users.
const fn back(field: &'static str, table: &'static str, own: &'static str, other: &'static str) -> Link {
    Link { comes_along: false, ..link(field, table, own, other) }
}

const BOUND: &str = "authentik_policies_policybindingmodel";
const PARENTAGE: &str = "authentik_core_groupparentagenode";
const CONNECTIONS: &str = "authentik_core_usersourceconnection";

/// Groups of users, since 2025.12 and before.
pub(crate) const MEMBERSHIPS: (&str, &str) = ("authentik_core_user_groups", "authentik_core_user_ak_groups");

macro_rules! devices {
    ($($class:ident $table:literal $key:ident $id:literal { $($more:tt)* })*) => {
        &[$(Layout {
            class: id::$class,
            parts: &[part($table, $id, "")],
            key: Key::$key,
            columns: columns!(0 { name, user = "user_id", confirmed, created, last_updated, last_used, $($more)* }),
            links: &[],
        }),*]
    };
}

/// MFA devices.
pub(crate) static DEVICES: &[Layout] = devices! {
    TOTP_DEVICE "authentik_stages_authenticator_totp_totpdevice" Int "id" { digits }
    STATIC_DEVICE "authentik_stages_authenticator_static_staticdevice" Int "id" {}
    DUO_DEVICE "authentik_stages_authenticator_duo_duodevice" Int "id" { duo_user_id }
    WEBAUTHN_DEVICE "authentik_stages_authenticator_webauthn_webauthndevice" Int "id" { credential_id, rp_id, sign_count }
    SMS_DEVICE "authentik_stages_authenticator_sms_smsdevice" Int "id" { phone_number }
    EMAIL_DEVICE "authentik_stages_authenticator_email_emaildevice" Int "id" { email }
    ENDPOINT_DEVICE "authentik_stages_authenticator_endpoint_gdtc_endpointdevice" Uuid "uuid" {}
};

macro_rules! connections {
    ($($class:ident $table:literal { $($more:tt)* })*) => {
        &[$(Layout {
            class: id::$class,
            parts: &[
                part($table, "usersourceconnection_ptr_id", ""),
                part(CONNECTIONS, "id", "usersourceconnection_ptr_id"),
            ],
            key: Key::Int,
            columns: columns!(
                0 { $($more)* },
                1 { user = "user_id", source = "source_id", identifier, created, last_updated },
            ),
            links: &[],
        }),*]
    };
}

/// Accounts of users at sources of one kind.
pub(crate) static SUB_CONNECTIONS: &[Layout] = connections! {
    USER_OAUTH_SOURCE_CONNECTION "authentik_sources_oauth_useroauthsourceconnection" { expires }
    USER_LDAP_SOURCE_CONNECTION "authentik_sources_ldap_userldapsourceconnection" {}
    USER_KERBEROS_SOURCE_CONNECTION "authentik_sources_kerberos_userkerberossourceconnection" {}
    USER_SAML_SOURCE_CONNECTION "authentik_sources_saml_usersamlsourceconnection" {}
    USER_PLEX_SOURCE_CONNECTION "authentik_sources_plex_userplexsourceconnection" {}
    USER_TELEGRAM_SOURCE_CONNECTION "authentik_sources_telegram_usertelegramsourceconnection" {}
};

macro_rules! sources {
    ($($class:ident $table:literal { $($more:tt)* })*) => {
        &[$(Layout {
            class: id::$class,
            parts: &[
                part($table, "source_ptr_id", ""),
                part("authentik_core_source", "policybindingmodel_ptr_id", "source_ptr_id"),
                part(BOUND, "pbm_uuid", "source_ptr_id"),
            ],
            key: Key::Uuid,
            columns: columns!(
                0 { $($more)* },
                1 {
                    name, slug, enabled, promoted, user_path_template, user_matching_mode, group_matching_mode,
                    enrollment_flow = "enrollment_flow_id", authentication_flow = "authentication_flow_id",
                },
                2 { policy_engine_mode },
            ),
            links: &[],
        }),*]
    };
}

/// Sources of one kind.
pub(crate) static SUB_SOURCES: &[Layout] = sources! {
    OAUTH_SOURCE "authentik_sources_oauth_oauthsource" {
        provider_type, consumer_key, additional_scopes, authorization_url, access_token_url, profile_url
    }
    LDAP_SOURCE "authentik_sources_ldap_ldapsource" {
        server_uri, bind_cn, base_dn, object_uniqueness_field, sync_users, sync_groups
    }
    KERBEROS_SOURCE "authentik_sources_kerberos_kerberossource" { realm, sync_users }
    SAML_SOURCE "authentik_sources_saml_samlsource" { issuer, sso_url, allow_idp_initiated }
    SCIM_SOURCE "authentik_sources_scim_scimsource" {}
    PLEX_SOURCE "authentik_sources_plex_plexsource" { client_id, allow_friends }
    TELEGRAM_SOURCE "authentik_sources_telegram_telegramsource" { bot_username }
};

macro_rules! providers {
    ($($class:ident $table:literal { $($more:tt)* })*) => {
        &[$(Layout {
            class: id::$class,
            parts: &[
                part($table, "provider_ptr_id", ""),
                part("authentik_core_provider", "id", "provider_ptr_id"),
            ],
            key: Key::Int,
            columns: columns!(
                0 { $($more)* },
                1 {
                    name, authorization_flow = "authorization_flow_id", authentication_flow = "authentication_flow_id",
                    invalidation_flow = "invalidation_flow_id", is_backchannel
                },
            ),
            links: &[],
        }),*]
    };
}

/// Providers of one kind.
pub(crate) static SUB_PROVIDERS: &[Layout] = providers! {
    OAUTH2_PROVIDER "authentik_providers_oauth2_oauth2provider" {
        client_type, client_id, sub_mode, issuer_mode, include_claims_in_id_token, access_code_validity,
        access_token_validity, refresh_token_validity
    }
    SAML_PROVIDER "authentik_providers_saml_samlprovider" { acs_url, audience, issuer }
    LDAP_PROVIDER "authentik_providers_ldap_ldapprovider" { base_dn }
    RADIUS_PROVIDER "authentik_providers_radius_radiusprovider" { client_networks }
    RAC_PROVIDER "authentik_providers_rac_racprovider" { settings }
    SCIM_PROVIDER "authentik_providers_scim_scimprovider" { url }
};

/// All other classes.
pub(crate) static OTHERS: &[Layout] = &[
    Layout {
        class: id::USER,
        parts: &[part("authentik_core_user", "id", "")],
        key: Key::Int,
        columns: columns!(0 {
            username, name, email, uuid, path, type = "type", is_active, date_joined, password_change_date,
            last_updated, last_login, attributes
        }),
        links: &[
            link("groups", MEMBERSHIPS.0, "user_id", "group_id"),
            link("roles", "authentik_core_user_roles", "user_id", "role_id"),
            Link { id: Id::Objects, ..back("sources", CONNECTIONS, "user_id", "source_id") },
        ],
    },
    Layout {
        class: id::GROUP,
        parts: &[part("authentik_core_group", "group_uuid", "")],
        key: Key::Uuid,
        columns: columns!(0 { name, is_superuser, attributes, parent = "parent_id" }),
        links: &[
            Link { id: Id::Uuid, ..link("parents", PARENTAGE, "child_id", "parent_id") },
            Link { id: Id::Uuid, ..back("children", PARENTAGE, "parent_id", "child_id") },
            back("users", MEMBERSHIPS.0, "group_id", "user_id"),
            link("roles", "authentik_core_group_roles", "group_id", "role_id"),
        ],
    },
    Layout {
        class: id::ROLE,
        parts: &[part("authentik_rbac_role", "uuid", "")],
        key: Key::Uuid,
        columns: columns!(0 { name }),
        links: &[],
    },
    Layout {
        class: id::FLOW,
        parts: &[
            part("authentik_flows_flow", "flow_uuid", ""),
            part(BOUND, "pbm_uuid", "policybindingmodel_ptr_id"),
        ],
        key: Key::Uuid,
        columns: columns!(
            0 { name, slug, title, designation, authentication, denied_action, layout },
            1 { policy_engine_mode },
        ),
        links: &[],
    },
    Layout {
        class: id::APPLICATION,
        parts: &[
            part("authentik_core_application", "policybindingmodel_ptr_id", ""),
            part(BOUND, "pbm_uuid", "policybindingmodel_ptr_id"),
        ],
        key: Key::Uuid,
        columns: columns!(
            0 {
                name, slug, group, provider = "provider_id", meta_launch_url, meta_description, meta_publisher,
                open_in_new_tab
            },
            1 { policy_engine_mode },
        ),
        links: &[],
    },
    Layout {
        class: id::APPLICATION_ENTITLEMENT,
        parts: &[part("authentik_core_applicationentitlement", "policybindingmodel_ptr_id", "")],
        key: Key::Uuid,
        columns: columns!(0 { name, app = "app_id", attributes }),
        links: &[],
    },
    Layout {
        class: id::PROVIDER,
        parts: &[part("authentik_core_provider", "id", "")],
        key: Key::Int,
        columns: columns!(0 {
            name, authorization_flow = "authorization_flow_id", authentication_flow = "authentication_flow_id",
            invalidation_flow = "invalidation_flow_id", is_backchannel
        }),
        links: &[],
    },
    Layout {
        class: id::SOURCE,
        parts: &[
            part("authentik_core_source", "policybindingmodel_ptr_id", ""),
            part(BOUND, "pbm_uuid", "policybindingmodel_ptr_id"),
        ],
        key: Key::Uuid,
        columns: columns!(
            0 {
                name, slug, enabled, promoted, user_path_template, user_matching_mode, group_matching_mode,
                enrollment_flow = "enrollment_flow_id", authentication_flow = "authentication_flow_id",
            },
            1 { policy_engine_mode },
        ),
        links: &[],
    },
    Layout {
        class: id::USER_SOURCE_CONNECTION,
        parts: &[part(CONNECTIONS, "id", "")],
        key: Key::Int,
        columns: columns!(0 { user = "user_id", source = "source_id", identifier, created, last_updated }),
        links: &[],
    },
    Layout {
        class: id::INVITATION,
        parts: &[part("authentik_stages_invitation_invitation", "invite_uuid", "")],
        key: Key::Uuid,
        columns: columns!(0 {
            name, expires, expiring, flow = "flow_id", single_use, fixed_data, created_by = "created_by_id"
        }),
        links: &[],
    },
    Layout {
        class: id::TOKEN,
        parts: &[part("authentik_core_token", "token_uuid", "")],
        key: Key::Uuid,
        columns: columns!(0 { identifier, intent, user = "user_id", description, expires, expiring }),
        links: &[],
    },
    Layout {
        class: id::BRAND,
        parts: &[part("authentik_brands_brand", "brand_uuid", "")],
        key: Key::Uuid,
        columns: columns!(0 {
            domain, default = "default", branding_title, branding_logo, branding_favicon,
            flow_authentication = "flow_authentication_id", flow_invalidation = "flow_invalidation_id",
            flow_recovery = "flow_recovery_id", flow_unenrollment = "flow_unenrollment_id",
            flow_user_settings = "flow_user_settings_id", flow_device_code = "flow_device_code_id",
            default_application = "default_application_id", attributes
        }),
        links: &[],
    },
    Layout {
        class: id::EVENT,
        parts: &[part("authentik_events_event", "event_uuid", "")],
        key: Key::Uuid,
        columns: columns!(0 { action, app, user = "user", context, created, expires, brand }),
        links: &[],
    },
    Layout {
        class: id::NOTIFICATION,
        parts: &[part("authentik_events_notification", "uuid", "")],
        key: Key::Uuid,
        columns: columns!(0 {
            severity, body, hyperlink, hyperlink_label, created, seen, event = "event_id", user = "user_id"
        }),
        links: &[],
    },
    Layout {
        class: id::POLICY,
        parts: &[part("authentik_policies_policy", "policy_uuid", "")],
        key: Key::Uuid,
        columns: columns!(0 { name, execution_logging }),
        links: &[],
    },
    Layout {
        class: id::POLICY_BINDING,
        parts: &[part("authentik_policies_policybinding", "policy_binding_uuid", "")],
        key: Key::Uuid,
        columns: columns!(0 {
            policy = "policy_id", group = "group_id", user = "user_id", enabled, negate, order, timeout, failure_result
        }),
        links: &[],
    },
    Layout {
        class: id::FLOW_STAGE_BINDING,
        parts: &[
            part("authentik_flows_flowstagebinding", "fsb_uuid", ""),
            part(BOUND, "pbm_uuid", "policybindingmodel_ptr_id"),
        ],
        key: Key::Uuid,
        columns: columns!(
            0 {
                target = "target_id", order, evaluate_on_plan, re_evaluate_policies,
                invalid_response_action
            },
            1 { policy_engine_mode },
        ),
        links: &[],
    },
    Layout {
        class: id::OUTPOST,
        parts: &[part("authentik_outposts_outpost", "uuid", "")],
        key: Key::Uuid,
        columns: columns!(0 { name, type = "type" }),
        links: &[],
    },
    Layout {
        class: id::USER_CONSENT,
        parts: &[part("authentik_stages_consent_userconsent", "id", "")],
        key: Key::Int,
        columns: columns!(0 { user = "user_id", application = "application_id", permissions, expires, expiring }),
        links: &[],
    },
    Layout {
        class: id::PROPERTY_MAPPING,
        parts: &[part("authentik_core_propertymapping", "pm_uuid", "")],
        key: Key::Uuid,
        columns: columns!(0 { name, expression }),
        links: &[],
    },
    Layout {
        class: id::SCOPE_MAPPING,
        parts: &[
            part("authentik_providers_oauth2_scopemapping", "propertymapping_ptr_id", ""),
            part("authentik_core_propertymapping", "pm_uuid", "propertymapping_ptr_id"),
        ],
        key: Key::Uuid,
        columns: columns!(0 { scope_name, description }, 1 { name, expression }),
        links: &[],
    },
    Layout {
        class: id::PROXY_PROVIDER,
        parts: &[
            part("authentik_providers_proxy_proxyprovider", "oauth2provider_ptr_id", ""),
            part("authentik_providers_oauth2_oauth2provider", "provider_ptr_id", "oauth2provider_ptr_id"),
            part("authentik_core_provider", "id", "oauth2provider_ptr_id"),
        ],
        key: Key::Int,
        columns: columns!(
            0 { internal_host, external_host, mode, cookie_domain },
            1 {
                client_type, client_id, sub_mode, issuer_mode, include_claims_in_id_token, access_code_validity,
                access_token_validity, refresh_token_validity
            },
            2 {
                name, authorization_flow = "authorization_flow_id", authentication_flow = "authentication_flow_id",
                invalidation_flow = "invalidation_flow_id", is_backchannel
            },
        ),
        links: &[],
    },
];

/// Everything that is laid out.
pub(crate) fn all() -> impl Iterator<Item = &'static Layout> {
    OTHERS.iter().chain(DEVICES).chain(SUB_CONNECTIONS).chain(SUB_SOURCES).chain(SUB_PROVIDERS)
}
