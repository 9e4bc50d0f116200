using System.CommandLine;
using CreditBridge.Worker.Delivery.Forecasts;
using CreditBridge.Worker.Delivery.Mail;
using CreditBridge.Worker.Hosting;
using CreditBridge.Worker.Hosting.Reports;
using MimeKit;
using Spectre.Console;

namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary><c>creditbridge forecast send</c>: sends the forecast by mail now, or writes the mail into a file to look at. What the service sends by itself stays as it is.</summary>
internal static class SendForecastCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var to = new Option<string[]>("--to") { Description = "Who receives it; those of the configuration when nobody is named.", AllowMultipleArgumentsPerToken = true };
        var file = new Option<FileInfo?>("--dry-run") { Description = "Write the mail into this file (.eml, which mail programs open) instead of sending it." };
        var command = new Command("send", "Send the forecast by mail now: HTML with a chart, plain text, the numbers as CSV.") { config, json, to, file };
        command.SetAction((parse, cancellationToken) => CommandRunner.WithBridgeAsync(
            parse.GetValue(config), parse.GetValue(json), async (bridge, output) =>
            {
                var recipients = Once(parse.GetValue(to) is { Length: > 0 } named ? named : bridge.ForecastMail.Recipients);
                if (WhatIsWrong(recipients, parse.GetValue(file)) is { } problem)
                {
                    output.Fail("The mail cannot be sent.", [problem]);
                    return ExitCodes.WrongInput;
                }

                var made = await bridge.Forecasts.MakeAsync(null, cancellationToken);
                if (made.Forecast is not { } forecast)
                {
                    output.Fail("There is no forecast to send.", [new Problem("forecast", made.Failure!.Message, made.Failure.NextStep)]);
                    return ExitCodes.NeedsAttention;
                }

                var view = await bridge.Forecasts.ViewAsync(made, cancellationToken);
                if (parse.GetValue(file) is { } path)
                {
                    await WriteAsync(bridge, ForecastMail.Of(view, forecast, recipients, null), path, cancellationToken);
                    output.Write(new { file = path.FullName, recipients }, console => console.MarkupLineInterpolated($"The mail is in {path.FullName}; nothing was sent."));
                    return ExitCodes.Done;
                }

                var outcome = await bridge.ForecastMail.SendAsync(view, forecast, recipients, cancellationToken);
                if (outcome.IsDelivered)
                {
                    output.Write(outcome, console => console.MarkupLineInterpolated($"{Texts.Count(outcome.Recipients.Count, "recipient")} {(outcome.Recipients.Count == 1 ? "has" : "have")} it."));
                    return ExitCodes.Done;
                }

                output.Fail("Not everybody has it.", [.. outcome.Recipients.Where(r => r.Failure is not null).Select(r => new Problem(r.Address, r.Failure!.Message, r.Failure.NextStep))]);
                return outcome.Failure!.MayPass ? ExitCodes.Unreachable : ExitCodes.NeedsAttention;
            },
            cancellationToken));
        return command;
    }

    /// <summary>Every recipient once: the same mailbox gets one mail, however often and in whatever letters it is named.</summary>
    internal static IReadOnlyList<string> Once(IEnumerable<string> recipients) => [.. recipients.DistinctBy(r => MailAddress.Parse(r)?.Address ?? r, StringComparer.OrdinalIgnoreCase)];

    private static Problem? WhatIsWrong(IReadOnlyList<string> recipients, FileInfo? file)
    {
        if (recipients.FirstOrDefault(r => MailAddress.Parse(r) is null) is { } wrong)
            return new Problem("--to", $"'{MailText.OneLine(wrong)}' is not a mail address.", "Write one such as credit@example.com.");
        return recipients.Count == 0 && file is null ? new Problem("--to", "Nobody would receive it.", "Name somebody by --to, or in Forecast:Mail:To or Mail:To of the configuration.") : null;
    }

    private static async Task WriteAsync(Bridge bridge, MailMessage message, FileInfo file, CancellationToken cancellationToken)
    {
        var from = MailAddress.Parse(bridge.MailFrom) ?? new MailboxAddress("CreditBridge", "creditbridge@example.com");
        using var mail = MailBuilder.Build(message, from, [.. message.To.Select(MailAddress.Parse).OfType<MailboxAddress>()], bridge.Clock.GetUtcNow());
        await using var content = file.Create();
        await mail.WriteToAsync(content, cancellationToken);
    }
}
