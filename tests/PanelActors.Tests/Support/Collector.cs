using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace PanelActors.Tests.Support;

/// <summary>A receiver of OTLP by HTTP or gRPC: it keeps what comes for each signal, and searches the bytes for texts.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<byte[]>> _received = new();

    private Collector(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <param name="isGrpc">Whether it is asked by gRPC in place of plain HTTP.</param>
    public static async Task<Collector> Start(bool isGrpc = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        var collector = new Collector(app);
        if (isGrpc) app.MapPost("/opentelemetry.proto.collector.{kind}.v1.{service}/Export", collector.ReceiveGrpcAsync);
        else app.MapPost("/v1/{signal}", collector.ReceiveAsync);
        await app.StartAsync();
        return collector;
    }

    /// <summary>How many requests came for this signal.</summary>
    public int Count(string signal) => _received.TryGetValue(signal, out var bodies) ? bodies.Count : 0;

    /// <summary>Whether a request for this signal has this text.</summary>
    public bool Has(string signal, string text) =>
        _received.TryGetValue(signal, out var bodies) && bodies.Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    /// <summary>Waits until it has.</summary>
    public async Task Until(string signal, string text)
    {
        using var patience = new CancellationTokenSource(ScriptedUpstream.Patience);
        while (!Has(signal, text))
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"No '{text}' in {Count(signal)} requests of {signal}.");
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    // A message is a byte, its length in four, and itself; the answer is an empty one, and its status comes behind it.
    private async Task ReceiveGrpcAsync(HttpContext context, string kind)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var message = body.ToArray();
        var isWhole = message.Length >= 5 && BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(1)) == message.Length - 5;
        if (isWhole) _received.GetOrAdd(kind == "trace" ? "traces" : kind, static _ => new()).Enqueue(message[5..]);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", isWhole ? "0" : "3");
    }

    private async Task ReceiveAsync(HttpContext context, string signal)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _received.GetOrAdd(signal, static _ => new()).Enqueue(body.ToArray());
        context.Response.ContentType = "application/x-protobuf";
    }
}
