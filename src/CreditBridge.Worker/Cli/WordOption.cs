using System.CommandLine;
using System.CommandLine.Parsing;

namespace CreditBridge.Worker.Cli;

/// <summary>Options that take one of a few words: in help, in messages and on the command line they are written alike, such as month-end.</summary>
internal static class WordOption
{
    /// <summary>Takes the values of an enumeration as words in small letters, with hyphens in between; letters' case and hyphens do not matter.</summary>
    public static Option<T> InWords<T>(this Option<T> option)
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        var words = Enum.GetValues(type).Cast<object>().ToDictionary(v => Word(v.ToString()!), v => (T)v);
        option.HelpName = string.Join('|', words.Keys);
        option.CustomParser = argument => Parse(argument, option.Name, words);
        return option;
    }

    /// <summary>The value that a word stands for; null when it stands for none. For validators: asking an option for the value of a wrong word throws.</summary>
    public static T? Find<T>(string? word) where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => IsSame(Word(v.ToString()!), word ?? ""));

    private static T? Parse<T>(ArgumentResult argument, string name, Dictionary<string, T> words)
    {
        var text = argument.Tokens.Count > 0 ? argument.Tokens[0].Value : "";
        foreach (var (word, value) in words)
        {
            if (IsSame(word, text))
                return value;
        }

        argument.AddError($"{name} does not take '{PlainText.Of(text)}': write {string.Join(", ", words.Keys.SkipLast(1))} or {words.Keys.Last()}.");
        return default;
    }

    private static bool IsSame(string word, string other) =>
        string.Equals(word.Replace("-", "", StringComparison.Ordinal), other.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    private static string Word(string name) => string.Concat(name.Select((c, at) => char.IsUpper(c) ? (at == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
