namespace CreditBridge.Mapping;

/// <summary>What mappings for one connector can say, whatever its keys below <c>read:</c> come to.</summary>
public abstract class MappingLanguage
{
    private protected MappingLanguage(string connector, IReadOnlyList<string> referenceDocuments) => (Connector, ReferenceDocuments) = (connector, referenceDocuments);

    /// <summary>Name of the connector; what <c>connector:</c> at the top of a mapping must say.</summary>
    public string Connector { get; }

    /// <summary>Mappings that together have a case of everything that the connector adds.</summary>
    public IReadOnlyList<string> ReferenceDocuments { get; }

    /// <summary>The language of a connector.</summary>
    /// <param name="dialect">Makes the connector's part of it, anew for each file.</param>
    public static MappingLanguage Of<TRead>(Func<MappingDialect<TRead>> dialect) => new Spoken<TRead>(dialect);

    /// <summary>Every mistake in a mapping; none when it can be used.</summary>
    /// <param name="file">Name of the file, for the problems.</param>
    /// <param name="text">Its text.</param>
    public abstract IReadOnlyList<MappingProblem> Lint(string file, string text);

    /// <summary>Every key that the connector's reference documents use.</summary>
    /// <exception cref="InvalidOperationException">A document cannot be read: a defect of the connector.</exception>
    public abstract MappingGrammar Grammar { get; }

    private sealed class Spoken<TRead>(Func<MappingDialect<TRead>> dialect) : MappingLanguage(dialect().Connector, dialect().ReferenceDocuments)
    {
        private readonly Lazy<MappingGrammar> _grammar = new(() => Gather(dialect));

        public override MappingGrammar Grammar => _grammar.Value;

        public override IReadOnlyList<MappingProblem> Lint(string file, string text)
        {
            var problems = new List<MappingProblem>();
            MappingFile<TRead>.Parse(dialect(), file, text, problems);
            return problems;
        }

        private static MappingGrammar Gather(Func<MappingDialect<TRead>> dialect)
        {
            var grammar = new MappingGrammar();
            foreach (var (text, number) in dialect().ReferenceDocuments.Select((text, at) => (text, at + 1)))
            {
                var problems = new List<MappingProblem>();
                MappingFile<TRead>.Parse(dialect(), $"reference document {number}", text, problems, grammar);
                if (problems.Count > 0)
                    throw new InvalidOperationException($"A reference document of {dialect().Connector} cannot be read: {string.Join(" ", problems)}");
            }

            return grammar;
        }
    }
}
