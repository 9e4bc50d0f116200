namespace CreditBridge.ConnectorTests.OData;

/// <summary>Describes the stub's entity sets as OData 4 or 2 does.</summary>
internal static class StubMetadata
{
    public static string Write(IEnumerable<StubSet> sets, bool isV2)
    {
        var all = sets.ToList();
        var types = string.Concat(all.Select(s => $"""
            <EntityType Name="{s.Name}Type"><Key>{string.Concat(s.Key.Select(k => $"<PropertyRef Name=\"{k}\"/>"))}</Key>
            {string.Concat(s.Types.Where(t => t.Value.StartsWith("Edm.", StringComparison.Ordinal)).Select(t => $"<Property Name=\"{t.Key}\" Type=\"{t.Value}\"/>"))}</EntityType>
            """));
        var container = string.Concat(all.Select(s => $"<EntitySet Name=\"{s.Name}\" EntityType=\"stub.{s.Name}Type\"/>"));
        return isV2
            ? $"""<?xml version="1.0"?><edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" m:DataServiceVersion="2.0"><Schema Namespace="stub" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">{types}<EntityContainer Name="Stub">{container}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"""
            : $"""<?xml version="1.0"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="stub" xmlns="http://docs.oasis-open.org/odata/ns/edm">{types}<EntityContainer Name="Stub">{container}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>""";
    }
}
