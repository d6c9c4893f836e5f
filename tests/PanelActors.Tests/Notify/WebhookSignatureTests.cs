using PanelActors.Notify;

namespace PanelActors.Tests.Notify;

public sealed class WebhookSignatureTests
{
    // The example in the specification of Standard Webhooks.
    [Fact]
    public void The_published_example_is_signed_as_published() => WebhookSignature.Of(
        WebhookSignature.SecretOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")!, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
        """{"test": 2432232314}""").ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64")]
    public void Other_texts_are_no_secrets(string text) => WebhookSignature.SecretOf(text).ShouldBeNull();
}
