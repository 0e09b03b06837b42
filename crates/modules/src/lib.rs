//! Python's library modules for hognose.
