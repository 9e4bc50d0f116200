using System.Text.Json;
using CreditBridge.Abstractions.Failures;
using CreditBridge.Connectors.Salesforce.Http;

namespace CreditBridge.Connectors.Salesforce.Describe;

/// <summary>Asks the org what objects look like for the running user. A counted call, so it is asked only by a check or after a field was refused.</summary>
internal sealed class OrgDescriber(SalesforceClient client)
{
    /// <summary>Describes objects, all in one call.</summary>
    /// <returns>The description of each object, or why there is none.</returns>
    /// <exception cref="ConnectorException">The call failed as a whole.</exception>
    public async Task<IReadOnlyDictionary<string, (ObjectDescription? Description, Failure? Failure)>> DescribeAsync(
        IReadOnlyList<string> objects, CancellationToken cancellationToken)
    {
        var request = new CompositeRequest();
        foreach (var name in objects)
            Ask(request, name);
        var answers = (await client.SendAsync(request, cancellationToken)).Value;
        return objects.ToDictionary(name => name, name => Read(name, answers.GetValueOrDefault(name)));
    }

    /// <summary>What is known by the answers: what the org describes, and which objects it says are not there. What could not be asked is left out.</summary>
    public static Dictionary<string, ObjectDescription> Known(IReadOnlyDictionary<string, (ObjectDescription? Description, Failure? Failure)> answers)
    {
        var known = new Dictionary<string, ObjectDescription>(StringComparer.Ordinal);
        foreach (var (name, answer) in answers)
        {
            if (answer.Description is { } description)
                known[name] = description;
            else if (answer.Failure is { Code: "NOT_FOUND" or "INVALID_TYPE" })
                known[name] = ObjectDescription.Missing(name);
        }

        return known;
    }

    /// <summary>Adds the question about an object to a call, under the object's name.</summary>
    public void Ask(CompositeRequest request, string name) => request.Get(name, $"{client.Root}/sobjects/{name}/describe");

    /// <summary>Reads the answer about an object.</summary>
    public static (ObjectDescription? Description, Failure? Failure) Read(string name, CompositeAnswer? answer)
    {
        if (answer is null)
            return (null, new Failure(FailureKind.Transient, $"The org did not answer about {name}.", "Repeat the check."));
        if (answer.Failure is { } failure)
            return (null, failure with { Where = name });
        try
        {
            return (answer.Body.Deserialize(SalesforceJson.Default.ObjectDescription), null);
        }
        catch (JsonException e)
        {
            return (null, new Failure(FailureKind.Fatal, $"The description of {name} cannot be read at {e.Path}.", "Check ApiVersion; please report this if it is current."));
        }
    }
}
