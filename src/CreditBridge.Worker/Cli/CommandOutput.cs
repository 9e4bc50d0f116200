using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditBridge.Abstractions.Fields;
using CreditBridge.Worker.Hosting;
using Spectre.Console;

namespace CreditBridge.Worker.Cli;

/// <summary>Where a command puts its result: a JSON document for machines, or tables for people. Progress and messages go to standard error, results to standard output.</summary>
internal sealed class CommandOutput(bool json)
{
    private const int RedirectedWidth = 140;
    private const int NarrowestWidth = 40;

    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new CreditFieldNames(), new FieldValueContents() },
    };

    private static readonly JsonSerializerOptions OneLine = new(JsonOptions) { WriteIndented = false };

    /// <summary>A result as JSON in one line.</summary>
    public static string ToLine<T>(T result) => JsonSerializer.Serialize(result, OneLine);

    /// <summary>Whether machines read the result.</summary>
    public bool IsJson => json;

    /// <summary>Standard output for people.</summary>
    public IAnsiConsole Console { get; } = Open(System.Console.Out, System.Console.IsOutputRedirected);

    /// <summary>Standard error: progress, warnings, mistakes.</summary>
    public IAnsiConsole Error { get; } = Open(System.Console.Error, System.Console.IsErrorRedirected);

    /// <summary>Writes the result in the form that was asked for.</summary>
    public void Write<T>(T result, Action<IAnsiConsole> forPeople)
    {
        if (json)
            System.Console.Out.WriteLine(JsonSerializer.Serialize(result, JsonOptions));
        else
            forPeople(Console);
    }

    /// <summary>Says what is wrong, in the form that was asked for.</summary>
    public void Fail(string what, IReadOnlyList<Problem> problems)
    {
        if (json)
        {
            System.Console.Out.WriteLine(JsonSerializer.Serialize(new { error = what, problems }, JsonOptions));
            return;
        }

        Error.MarkupLineInterpolated($"[red]{what}[/]");
        for (var at = 0; at < problems.Count; at++)
        {
            Error.MarkupLineInterpolated($"  [bold]{problems[at].Where}[/]  {problems[at].What}");

            // Of many mistakes of one sort the advice is the same; it stands once, behind the last.
            if (problems[at].NextStep is { Length: > 0 } next && problems.ElementAtOrDefault(at + 1)?.NextStep != next)
                Error.MarkupLineInterpolated($"    [dim]→ {next}[/]");
        }
    }

    /// <summary>Runs long work with a progress display on standard error; silent when machines read or nobody watches.</summary>
    public async Task<T> WithProgressAsync<T>(Func<IProgress<Core.Runs.RunProgress>?, Task<T>> work)
    {
        if (json || !Error.Profile.Capabilities.Interactive)
            return await work(null);
        return await new CycleProgress(Error).ShowAsync(work);
    }

    /// <summary>Runs work and shows on standard error what it is at; silent when machines read or nobody watches.</summary>
    public async Task WithStatusAsync(Func<Action<string>, Task> work)
    {
        if (json || !Error.Profile.Capabilities.Interactive)
            await work(static _ => { });
        else
            await Error.Status().StartAsync("Checking", context => work(text => context.Status(Markup.Escape(text))));
    }

    // A file or a pipe gets plain text in lines that are long enough, or as long as COLUMNS says; a terminal gets what it can show, and no colours when NO_COLOR asks for that.
    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        var plain = redirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var columns) && columns >= NarrowestWidth ? columns : RedirectedWidth;
        return console;
    }

    private sealed class CreditFieldNames : JsonConverter<CreditField>
    {
        public override CreditField Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, CreditField value, JsonSerializerOptions options) => writer.WriteStringValue(value.FullName);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, CreditField value, JsonSerializerOptions options) => writer.WritePropertyName(value.FullName);
    }

    private sealed class FieldValueContents : JsonConverter<FieldValue>
    {
        public override FieldValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, FieldValue value, JsonSerializerOptions options)
        {
            switch (value.Content)
            {
                case null: writer.WriteNullValue(); break;
                case bool flag: writer.WriteBooleanValue(flag); break;
                case decimal number: writer.WriteNumberValue(number); break;
                default: writer.WriteStringValue(value.ToString()); break;
            }
        }
    }
}
