using System.Xml;
using System.Xml.Linq;
using CreditBridge.Sandbox.Rest;

namespace CreditBridge.Sandbox.Auth;

/// <summary>Login and logout of the SOAP API, which older clients use to get a session for REST.</summary>
internal sealed class SoapLogin(SandboxOrg org, SessionStore sessions, TokenEndpoint tokens)
{
    private static readonly XNamespace Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    public ApiResponse Answer(string body, string path)
    {
        XElement? call;
        try
        {
            using var reader = XmlReader.Create(new StringReader(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            call = XDocument.Load(reader).Root?.Element(Envelope + "Body")?.Elements().FirstOrDefault();
        }
        catch (XmlException problem)
        {
            return Fault("soapenv:Client", problem.Message);
        }

        return call?.Name.LocalName switch
        {
            "login" => Login(call, path),
            "logout" => Respond(path, ns => new XElement(ns + "logoutResponse")),
            var name => Fault("soapenv:Client", $"No operation available for request {name}"),
        };
    }

    private ApiResponse Login(XElement call, string path)
    {
        var username = call.Elements().FirstOrDefault(item => item.Name.LocalName == "username")?.Value ?? "";
        var password = call.Elements().FirstOrDefault(item => item.Name.LocalName == "password")?.Value ?? "";
        if (tokens.CheckPassword(username, password) is not { } found)
            return Fault("sf:INVALID_LOGIN", "INVALID_LOGIN: Invalid username, password, security token; or user locked out.");
        var session = sessions.Open(found.Id, username);
        var root = session.Instance.GetLeftPart(UriPartial.Authority);
        var user = org.FindRow(found.Id)!;
        return Respond(path, ns => new XElement(ns + "loginResponse", new XElement(ns + "result",
            new XElement(ns + "metadataServerUrl", $"{root}/services/Soap/m/67.0/{org.Id}"),
            new XElement(ns + "passwordExpired", false),
            new XElement(ns + "sandbox", true),
            new XElement(ns + "serverUrl", $"{root}{path.TrimEnd('/')}/{org.Id}"),
            new XElement(ns + "sessionId", session.Token),
            new XElement(ns + "userId", found.Id),
            new XElement(ns + "userInfo",
                new XElement(ns + "organizationId", org.Id),
                new XElement(ns + "organizationMultiCurrency", org.Schema.MultiCurrency),
                new XElement(ns + "organizationName", org.Options.OrganizationName),
                new XElement(ns + "sessionSecondsValid", (int)org.Options.SessionLifetime.TotalSeconds),
                new XElement(ns + "userEmail", user["Email"]),
                new XElement(ns + "userFullName", user["Name"]),
                new XElement(ns + "userId", found.Id),
                new XElement(ns + "userLanguage", "en_US"),
                new XElement(ns + "userLocale", "en_US"),
                new XElement(ns + "userName", username),
                new XElement(ns + "userTimeZone", "GMT"),
                new XElement(ns + "userType", "Standard")))));
    }

    private static ApiResponse Respond(string path, Func<XNamespace, XElement> response)
    {
        XNamespace ns = path.Contains("/Soap/c/", StringComparison.OrdinalIgnoreCase) ? "urn:enterprise.soap.sforce.com" : "urn:partner.soap.sforce.com";
        return Xml(200, new XElement(Envelope + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soapenv", Envelope.NamespaceName), new XAttribute("xmlns", ns.NamespaceName), new XAttribute(XNamespace.Xmlns + "xsi", Instance.NamespaceName),
            new XElement(Envelope + "Body", response(ns))));
    }

    private static ApiResponse Fault(string code, string message) => Xml(500, new XElement(Envelope + "Envelope",
        new XAttribute(XNamespace.Xmlns + "soapenv", Envelope.NamespaceName), new XAttribute(XNamespace.Xmlns + "sf", "urn:fault.partner.soap.sforce.com"),
        new XElement(Envelope + "Body", new XElement(Envelope + "Fault", new XElement("faultcode", code.Replace("sf:", "", StringComparison.Ordinal)), new XElement("faultstring", message),
            new XElement("detail", new XElement(XName.Get("LoginFault", "urn:fault.partner.soap.sforce.com"),
                new XElement(XName.Get("exceptionCode", "urn:fault.partner.soap.sforce.com"), code.Split(':')[^1]),
                new XElement(XName.Get("exceptionMessage", "urn:fault.partner.soap.sforce.com"), message)))))));

    private static ApiResponse Xml(int status, XElement root) =>
        new(status) { Text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + root.ToString(SaveOptions.DisableFormatting), ContentType = "text/xml;charset=UTF-8" };
}
