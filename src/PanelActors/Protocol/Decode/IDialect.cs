using PanelActors.Configuration;
using PanelActors.Protocol.Sse;
using PanelActors.Tree;

namespace PanelActors.Protocol.Decode;

/// <summary>What a feed speaks inside its event stream. An instance serves one stream, so that it can reuse its memory.</summary>
internal interface IDialect
{
    Dialect Name { get; }

    /// <summary>Whether an event shows that the feed speaks this dialect and no other. <paramref name="root"/> is an object.</summary>
    bool Recognises(TapeValue root, string frameType);

    /// <summary>What the event means; never throws. <paramref name="root"/>, an object, is the data of <paramref name="frame"/>.</summary>
    PanelEvent Decode(TapeValue root, in SseFrame frame);

    /// <summary>What an event without data means.</summary>
    PanelEvent DecodeEmpty(string frameType);
}
