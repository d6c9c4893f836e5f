using System.Net.Http.Headers;
using PanelActors.Sources.Http;

namespace PanelActors.Watch;

/// <summary>
/// Shows the daemon the key, as its file has it at each request, and follows redirects. By itself the HTTP handler would take the key off
/// at every redirect, also at one within the daemon.
/// </summary>
internal sealed class DaemonRequests(DaemonAddress address, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <exception cref="DaemonFaultException">There is no key to show.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = address.KeyFile is { } file ? new AuthenticationHeaderValue("Bearer", DaemonKey.Read(file)) : null;
        for (var hop = 1; ; hop++)
        {
            // Once gone it stays gone, even if the way leads back: another server chose the address by then.
            if (!Redirect.SameOrigin(address.Url, request.RequestUri!)) key = null;
            request.Headers.Authorization = key;
            var response = await base.SendAsync(request, cancellationToken);
            if (!Redirect.IsRedirect((int)response.StatusCode)) return response;
            using (response) request.RequestUri = Next(request.RequestUri!, response, hop);
        }
    }

    private static Uri Next(Uri current, HttpResponseMessage response, int hop)
    {
        try
        {
            return Redirect.Resolve(current, UpstreamClient.RawHeader(response, "Location"), hop);
        }
        catch (UpstreamRefusedException refused)
        {
            throw new HttpRequestException(refused.Message, refused);
        }
    }
}
