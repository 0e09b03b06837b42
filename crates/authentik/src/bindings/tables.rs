//! The tables made from `spec/bindings.toml`.

use hognose_schema::binding::TypeExpr as T;
use hognose_schema::binding::{
    AliasDecl, AuthMethodDecl, Availability, Bindings, DocumentDecl, EffectDecl, ExceptionRule, FieldDecl,
    FieldDefault, HelperDecl, HelperForm, JsonForm, MergeRule, MethodDecl, NameDecl, NoneRule, Origin,
    OtherRule, ParamDecl, ParamKind, Presence, Release, Repr, ResultDecl, Signature, SurfaceDecl, TextCase,
    TextPart, TypeDecl, TypeId, TypeKind,
};

include!(concat!(env!("OUT_DIR"), "/bindings.rs"));
