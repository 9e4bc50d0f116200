using System.Globalization;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Reading;
using CsvHelper;
using CsvHelper.Configuration;

namespace CreditBridge.Connectors.Salesforce.Bulk;

/// <summary>Reads the rows of a bulk result one by one; quoted values may contain commas, quotes and line ends.</summary>
internal static class CsvRows
{
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture)
    {
        Mode = CsvMode.RFC4180,
        TrimOptions = TrimOptions.None,
        DetectDelimiter = false,
        BadDataFound = bad => throw new FormatException("A quote stands where none may."),
    };

    /// <summary>The rows.</summary>
    /// <param name="csv">The result; its first line names the columns.</param>
    /// <param name="types">Types by API name, as far as they are known.</param>
    /// <param name="objectName">Name of the object, for messages.</param>
    /// <exception cref="ConnectorException">The result is not CSV of this shape.</exception>
    public static IEnumerable<Row> Read(TextReader csv, IReadOnlyDictionary<string, string> types, string objectName)
    {
        using var parser = new CsvParser(csv, Format, leaveOpen: true);
        var columns = new CsvColumns(Next(parser, objectName) ?? throw Broken(objectName, "has no header"), types);
        while (Next(parser, objectName) is { } values)
        {
            if (values.Length != columns.Names.Count)
                throw Broken(objectName, $"has {values.Length} values in row {parser.Row} instead of {columns.Names.Count}");
            yield return new CsvRow(columns, values);
        }
    }

    // The values are made when they are asked for, and only then does a misplaced quote show.
    private static string[]? Next(CsvParser parser, string objectName)
    {
        try
        {
            return parser.Read() ? parser.Record : null;
        }
        catch (Exception e) when (e is FormatException or CsvHelperException)
        {
            throw Broken(objectName, $"cannot be read at row {parser.Row}");
        }
    }

    private static ConnectorException Broken(string objectName, string what) =>
        new(new Failure(FailureKind.Transient, $"The bulk result of {objectName} {what}.", "Nothing to do; it is read again.") { Where = objectName });
}
