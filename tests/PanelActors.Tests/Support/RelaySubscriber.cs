using System.Globalization;
using System.Text.Json.Nodes;

namespace PanelActors.Tests.Support;

/// <summary>One frame of a relay as a plain client reads it.</summary>
/// <param name="Id">Its <c>id</c> field; null without.</param>
/// <param name="Type">Its <c>event</c> field.</param>
/// <param name="Data">Its envelope.</param>
public sealed record RelayFrame(long? Id, string Type, JsonNode Data)
{
    public JsonNode Payload => Data["payload"]!;

    public double Age => (double?)Data["age_seconds"] ?? 0;
}

/// <summary>A client of a relay that knows nothing of this program's own parts: it reads lines.</summary>
public sealed class RelaySubscriber : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private RelaySubscriber(HttpResponseMessage response, StreamReader lines) => (_response, _lines) = (response, lines);

    public HttpResponseMessage Response => _response;

    /// <summary>The id it would come back with.</summary>
    public long? LastId { get; private set; }

    /// <summary>The latest <c>retry</c>.</summary>
    public string? Retry { get; private set; }

    /// <summary>Comments read so far.</summary>
    public int Comments { get; private set; }

    /// <summary>Connects. Fails unless the answer is 200.</summary>
    public static async Task<RelaySubscriber> Connect(
        HttpClient http, string path = "/events", long? lastEventId = null, string? acceptEncoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is { } id) request.Headers.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        if (acceptEncoding is not null) request.Headers.Add("Accept-Encoding", acceptEncoding);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(ScriptedUpstream.Patience);
        response.EnsureSuccessStatusCode();
        Stream body = await response.Content.ReadAsStreamAsync();
        body = response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "gzip" => new System.IO.Compression.GZipStream(body, System.IO.Compression.CompressionMode.Decompress),
            "br" => new System.IO.Compression.BrotliStream(body, System.IO.Compression.CompressionMode.Decompress),
            _ => body,
        };
        return new RelaySubscriber(response, new StreamReader(body));
    }

    /// <summary>The next frame; null at the end. Heartbeats are passed over unless they are wanted.</summary>
    public async Task<RelayFrame?> Next(bool heartbeats = false)
    {
        long? id = null;
        string? type = null, data = null;
        while (await _lines.ReadLineAsync().WaitAsync(ScriptedUpstream.Patience) is { } line)
        {
            if (line.Length == 0)
            {
                if (data is not null && type is not null && (heartbeats || type != "heartbeat"))
                {
                    LastId = id ?? LastId;
                    return new RelayFrame(id, type, JsonNode.Parse(data)!);
                }

                (id, type, data) = (null, null, null);
            }
            else if (line[0] == ':')
            {
                Comments++;
            }
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = long.Parse(line[4..], CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                type = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data = line[6..];
            }
            else if (line.StartsWith("retry: ", StringComparison.Ordinal))
            {
                Retry = line[7..];
            }
            else
            {
                throw new FormatException($"A line that the relay should not send: {line}");
            }
        }

        return null;
    }

    /// <summary>The next frame of a type, with the ones before it passed over.</summary>
    public async Task<RelayFrame> NextOf(string type)
    {
        while (await Next(heartbeats: true) is { } frame)
        {
            if (frame.Type == type) return frame;
        }

        throw new EndOfStreamException($"The relay ended without a {type}.");
    }

    /// <summary>Fails unless the next frame is of this type.</summary>
    public async Task<RelayFrame> Expect(string type)
    {
        var frame = await Next();
        frame.ShouldNotBeNull();
        frame.Type.ShouldBe(type, frame.Data.ToJsonString());
        return frame;
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        _lines.Dispose();
        return ValueTask.CompletedTask;
    }
}
