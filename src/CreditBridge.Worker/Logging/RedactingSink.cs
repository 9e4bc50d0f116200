using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace CreditBridge.Worker.Logging;

/// <summary>
/// Passes log events on without secrets. Properties and exception are cleaned one by one; and because a secret may stand in the template, or only show when the
/// parts are put together ("access_token={Value}"), the rendered message is looked at, too. When it gives something away, its clean text takes the place of the
/// template and of the properties in it.
/// </summary>
/// <param name="inner">Where the events go; disposed with this sink.</param>
/// <param name="redaction">What to remove.</param>
public sealed class RedactingSink(Logger inner, SecretRedaction redaction) : ILogEventSink, IDisposable
{
    /// <inheritdoc />
    public void Emit(LogEvent logEvent)
    {
        var template = logEvent.MessageTemplate;
        var properties = logEvent.Properties.ToDictionary(property => property.Key, property => Clean(property.Key, property.Value));
        var message = template.Render(properties);
        var shown = redaction.Remove(message);
        if (shown != message)
        {
            foreach (var hole in template.Tokens.OfType<PropertyToken>())
                properties.Remove(hole.PropertyName);
            template = new MessageTemplate([new TextToken(shown)]);
        }

        inner.Write(new LogEvent(
            logEvent.Timestamp, logEvent.Level, Clean(logEvent.Exception), template,
            properties.Select(property => new LogEventProperty(property.Key, property.Value)),
            logEvent.TraceId ?? default, logEvent.SpanId ?? default));
    }

    /// <inheritdoc />
    public void Dispose() => inner.Dispose();

    private LogEventPropertyValue Clean(string name, LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: null or bool or int or long or decimal or double or DateTimeOffset or DateTime or TimeSpan or Guid or Enum } => value,
        _ when SecretRedaction.IsSecretName(name) => new ScalarValue(SecretRedaction.Mark),
        ScalarValue { Value: { } scalar } => Clean(scalar.ToString() ?? "") is { } clean ? new ScalarValue(clean) : value,
        SequenceValue sequence => new SequenceValue(sequence.Elements.Select(element => Clean("", element))),
        StructureValue structure => new StructureValue(
            structure.Properties.Select(property => new LogEventProperty(property.Name, Clean(property.Name, property.Value))), structure.TypeTag),
        DictionaryValue dictionary => new DictionaryValue(dictionary.Elements.Select(pair => KeyValuePair.Create(
            Clean(pair.Key.Value?.ToString() ?? "") is { } key ? new ScalarValue(key) : pair.Key,
            Clean(pair.Key.Value?.ToString() ?? "", pair.Value)))),
        _ => new ScalarValue(redaction.Remove(value.ToString())),
    };

    /// <summary>The text without secrets; null when there were none.</summary>
    private string? Clean(string text)
    {
        var clean = redaction.Remove(text);
        return clean == text ? null : clean;
    }

    private Exception? Clean(Exception? exception) =>
        exception is not null && Clean(exception.ToString()) is { } clean ? new RedactedException(clean) : exception;
}
