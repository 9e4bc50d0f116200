using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CreditBridge.Storage.Migrations;

/// <summary>A numbered script, <c>0001-initial.postgres.sql</c>: number, what it does, for which database. Once released it is never changed; a new one follows.</summary>
internal sealed record MigrationScript(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 over the text, whatever its line ends.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The scripts in this program for one database, in order.</summary>
    public static IReadOnlyList<MigrationScript> For(string dialect)
    {
        var assembly = typeof(MigrationScript).Assembly;
        var suffix = $".{dialect}.sql";
        return
        [
            .. assembly.GetManifestResourceNames().Where(n => n.EndsWith(suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(resource =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                var name = resource[..^suffix.Length];
                return new MigrationScript(int.Parse(name[..4], CultureInfo.InvariantCulture), name, reader.ReadToEnd());
            }),
        ];
    }
}
