namespace CreditBridge.Worker.Cli.Forecasts;

/// <summary>Bars of text for shares and amounts.</summary>
internal static class ShareBar
{
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>A bar for a share of its whole width, to an eighth of a character.</summary>
    public static string Of(double share, int width)
    {
        var eighths = (int)Math.Round(Math.Clamp(share, 0d, 1d) * width * 8);
        return (new string('█', eighths / 8) + (eighths % 8 > 0 ? Eighths[eighths % 8] : "")).PadRight(width);
    }

    /// <summary>A bar for an amount, with a mark where the limit is.</summary>
    public static string Of(decimal amount, decimal limit, decimal scale, int width)
    {
        var bar = Of(scale <= 0m ? 0d : (double)(Math.Max(0m, amount) / scale), width).ToCharArray();
        var mark = scale <= 0m ? 0 : Math.Clamp((int)Math.Round((double)(limit / scale) * width), 0, width - 1);
        bar[mark] = bar[mark] == ' ' ? '│' : '┃';
        return new string(bar);
    }

    /// <summary>A probability in whole percent; what is not certain is never shown as 0 or 100.</summary>
    public static string Percent(double share) => share switch
    {
        <= 0d => "0 %",
        < 0.01d => "<1 %",
        >= 1d => "100 %",
        > 0.99d => ">99 %",
        _ => $"{Math.Round(share * 100d):0} %",
    };
}
