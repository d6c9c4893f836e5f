using System.Buffers.Binary;
using System.Net;

namespace PanelActors.Http.Access;

/// <summary>
/// What counts as one client (specification 8.13): an IPv4 address, or the /64 network of an IPv6 address, since a machine with one IPv6
/// address has all of its network. Equal where the client is the same; the default is a client without an address.
/// </summary>
internal readonly struct ClientAddress : IEquatable<ClientAddress>
{
    private const int Ipv6Bytes = 16;

    private readonly ulong _network;
    private readonly byte _family;

    private ClientAddress(ulong network, byte family) => (_network, _family) = (network, family);

    public static ClientAddress Of(IPAddress? address)
    {
        if (address is null) return default;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[Ipv6Bytes];
        if (!address.TryWriteBytes(bytes, out var length)) return default;
        return length == Ipv6Bytes
            ? new(BinaryPrimitives.ReadUInt64BigEndian(bytes), 6)
            : new(BinaryPrimitives.ReadUInt32BigEndian(bytes), 4);
    }

    /// <summary>The client of a request, behind the proxies that are known.</summary>
    public static ClientAddress Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    public bool Equals(ClientAddress other) => _network == other._network && _family == other._family;

    public override bool Equals(object? obj) => obj is ClientAddress other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_network, _family);
}
