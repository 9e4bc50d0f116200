namespace CreditBridge.Core.Alerts;

/// <summary>Ways to tell single people what is for them. Like every channel, each is kept by its name with what waits for it.</summary>
public interface IPersonalChannels
{
    /// <summary>The channel that reaches a mail address; null when the text is none.</summary>
    IAlertChannel? To(string address);

    /// <summary>The channel of a name that was stored; null when it is none of these.</summary>
    IAlertChannel? Named(string name);
}
