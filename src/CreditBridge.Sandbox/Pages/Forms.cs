namespace CreditBridge.Sandbox.Pages;

/// <summary>Controls that keep their state.</summary>
internal static class Forms
{
    public static Html Option(string value, string? selected) =>
        Html.Of($"""<option{(value == selected ? new Html(" selected") : Html.Nothing)}>{value}</option>""");

    public static Html Tick(string name, string label, bool ticked) => Html.Of($"""
        <label class="tick"><input type="checkbox" name="{name}" value="1"{(ticked ? new Html(" checked") : Html.Nothing)}> {label}</label>
        """);
}
