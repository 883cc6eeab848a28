import Testing
@Suite struct ExportsPlaceholder {}
