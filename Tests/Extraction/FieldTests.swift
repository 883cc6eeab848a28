import Extraction
import Testing

@Suite struct FieldTests {
    @Test func fieldsAreNullableOnlyWhereTheSchemaSaysSo() {
        #expect(!Field("total", .number).isNullable)
    }
}
