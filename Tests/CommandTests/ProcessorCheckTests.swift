import CProcessorCheck
import Testing

@Suite struct ProcessorCheckTests {
  @Test func thisProcessorRunsThisBuild() {
    #expect(missing_processor_features() == 0)
  }

  @Test func everyFeatureHasAName() {
    for bit in 0..<16 {
      let name = unsafe String(cString: processor_feature_name(1 << bit))
      #expect(!name.isEmpty, "bit \(bit)")
    }
    #expect(unsafe String(cString: processor_feature_name(0)).isEmpty)
  }
}
