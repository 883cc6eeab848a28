// Empty: the classes of poppler are C++; CPopplerPages includes them itself. This module carries the compiler flags.
