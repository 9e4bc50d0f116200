namespace CreditBridge.Connectors.Sql.Reading;

/// <summary>How far the rows of a query have been read, and where reading goes on.</summary>
internal abstract class ReadProgress
{
    /// <summary>Where reading of changes begins; null for everything.</summary>
    public ChangeBound? From { get; protected init; }

    /// <summary>The row behind which reading goes on; null at the beginning.</summary>
    public RowKey? After { get; protected set; }

    /// <summary>Notes the last row of a page, and says the position behind it.</summary>
    public abstract string? Pass(RowKey last);

    /// <summary>The position when everything has been read; null when there is nothing to be said.</summary>
    public abstract string? Ended();

    protected static IReadOnlyList<KeyValue>? Decode(IReadOnlyList<string>? parts)
    {
        if (parts is null)
            return null;
        var values = new KeyValue[parts.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (!KeyValue.TryDecode(parts[i], out values[i]))
                return null;
        }

        return values;
    }
}

/// <summary>Of a complete listing.</summary>
internal sealed class ListingProgress : ReadProgress
{
    public ListingProgress(string? position)
    {
        if (Decode(SqlPosition.Parse(position)?.Key) is { } key)
            After = new RowKey(key, null);
    }

    public override string Pass(RowKey last)
    {
        After = last;
        return new SqlPosition { Key = [.. last.Key.Select(k => k.Encode())] }.ToString();
    }

    public override string? Ended() => null;
}
