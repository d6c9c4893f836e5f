using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PanelActors.Http;

namespace PanelActors.Tests.Http;

public sealed class RetainedBodiesTests
{
    private readonly RetainedBodies _bodies = new(maxBytes: 100);

    [Fact]
    public void Readers_of_one_body_hold_it_once_and_the_last_one_lets_go_of_it()
    {
        var (body, first, second) = (new object(), new Reader(), new Reader());
        _bodies.Retain(body, 80, first.Context);
        _bodies.Retain(body, 80, second.Context);
        _bodies.Bytes.ShouldBe(80);
        _bodies.Release(body, first.Context);
        _bodies.Bytes.ShouldBe(80);
        _bodies.Release(body, second.Context);
        _bodies.Release(body, second.Context);
        _bodies.Bytes.ShouldBe(0);
        (first.IsCut, second.IsCut).ShouldBe((false, false));
    }

    [Fact]
    public void Of_more_than_may_be_held_the_oldest_is_taken_from_all_its_readers()
    {
        Reader[] readers = [new(), new(), new(), new()];
        object[] bodies = ["a", "a", "b", "c"];
        for (var i = 0; i < readers.Length; i++) _bodies.Retain(bodies[i], 40, readers[i].Context);
        readers.Select(reader => reader.IsCut).ShouldBe([true, true, false, false]);
        _bodies.Bytes.ShouldBe(80);
        // It finds out by itself later.
        _bodies.Release("a", readers[0].Context);
        _bodies.Bytes.ShouldBe(80);
    }

    [Fact]
    public void One_body_that_is_larger_than_that_is_served_all_the_same()
    {
        var (before, large) = (new Reader(), new Reader());
        _bodies.Retain("a", 40, before.Context);
        _bodies.Retain("b", 1_000, large.Context);
        (before.IsCut, large.IsCut).ShouldBe((true, false));
    }

    private sealed class Reader : IHttpRequestLifetimeFeature
    {
        public Reader()
        {
            Context = new DefaultHttpContext();
            Context.Features.Set<IHttpRequestLifetimeFeature>(this);
        }

        public HttpContext Context { get; }

        public bool IsCut { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsCut = true;
    }
}
