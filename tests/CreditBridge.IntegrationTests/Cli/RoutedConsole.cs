using System.Text;

namespace CreditBridge.IntegrationTests.Cli;

/// <summary>What a command that runs in this process writes to the console: each command has texts of its own, however many run beside each other.</summary>
internal sealed class RoutedConsole : TextWriter
{
    private static readonly AsyncLocal<TextWriter?> s_output = new();
    private static readonly AsyncLocal<TextWriter?> s_error = new();

    private readonly AsyncLocal<TextWriter?> _current;
    private readonly TextWriter _otherwise;

    static RoutedConsole()
    {
        Console.SetOut(new RoutedConsole(s_output, Console.Out));
        Console.SetError(new RoutedConsole(s_error, Console.Error));
    }

    private RoutedConsole(AsyncLocal<TextWriter?> current, TextWriter otherwise) => (_current, _otherwise) = (current, otherwise);

    public override Encoding Encoding => Encoding.UTF8;

    private TextWriter Current => _current.Value ?? _otherwise;

    /// <summary>Does something, and gives what it wrote.</summary>
    public static async Task<(T Result, string Output, string Error)> CaptureAsync<T>(Func<Task<T>> work)
    {
        await using StringWriter output = new(), error = new();
        (s_output.Value, s_error.Value) = (Synchronized(output), Synchronized(error));
        var result = await work();
        (s_output.Value, s_error.Value) = (null, null);
        return (result, output.ToString(), error.ToString());
    }

    public override void Write(char value) => Current.Write(value);

    public override void Write(char[] buffer, int index, int count) => Current.Write(buffer, index, count);

    public override void Write(ReadOnlySpan<char> buffer) => Current.Write(buffer);

    public override void Write(string? value) => Current.Write(value);

    public override void WriteLine(string? value) => Current.WriteLine(value);

    public override void Flush() => Current.Flush();
}
