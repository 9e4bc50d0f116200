using CreditBridge.Mapping;
using CreditBridge.Mapping.Grammar;
using CreditBridge.Mapping.Kinds;

namespace CreditBridge.ConnectorTests.Mapping;

/// <summary>A dialect that takes whatever stands below <c>read:</c>.</summary>
internal sealed class AnyReadDialect : MappingDialect<bool>
{
    public override string Connector => "FileDrop";

    public override bool ReadKind(MappingSection read, MappedKind kind)
    {
        foreach (var key in read.Keys)
            read.Has(key);
        return true;
    }
}
