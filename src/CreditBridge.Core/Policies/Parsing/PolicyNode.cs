using System.Security.Cryptography;
using System.Text.Json;

namespace CreditBridge.Core.Policies.Parsing;

/// <summary>A piece of a YAML document and where it stands.</summary>
internal abstract record PolicyNode(int Line, int Column)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Describe { get; }

    /// <summary>SHA-256 in hexadecimal over the content; comments, layout and the order of keys do not count.</summary>
    public string ContentHash()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer);
        return Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()));
    }

    protected internal abstract void Write(Utf8JsonWriter writer);
}

internal sealed record PolicyText(int Line, int Column, string Value, bool Quoted) : PolicyNode(Line, Column)
{
    public override string Describe => $"'{Value}'";

    /// <summary>Column of the first letter of the value.</summary>
    public int TextColumn => Quoted ? Column + 1 : Column;

    /// <summary>Whether nothing is written.</summary>
    public bool IsEmpty => !Quoted && Value is "" or "~" or "null";

    protected internal override void Write(Utf8JsonWriter writer) => writer.WriteStringValue(Value);
}

internal sealed record PolicyList(int Line, int Column, IReadOnlyList<PolicyNode> Items) : PolicyNode(Line, Column)
{
    public override string Describe => "a list";

    protected internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in Items)
            item.Write(writer);
        writer.WriteEndArray();
    }
}

internal sealed record PolicyEntry(PolicyText Key, PolicyNode Value);

internal sealed record PolicyMap(int Line, int Column, IReadOnlyList<PolicyEntry> Entries) : PolicyNode(Line, Column)
{
    public override string Describe => "a section";

    protected internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var entry in Entries.OrderBy(e => e.Key.Value, StringComparer.Ordinal))
        {
            writer.WritePropertyName(entry.Key.Value);
            entry.Value.Write(writer);
        }

        writer.WriteEndObject();
    }
}
