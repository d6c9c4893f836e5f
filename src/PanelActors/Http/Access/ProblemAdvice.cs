using Microsoft.AspNetCore.WebUtilities;

namespace PanelActors.Http.Access;

/// <summary>The title and detail of problems that were made without them.</summary>
internal static class ProblemAdvice
{
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        AnswerHeaders.Apply(context.HttpContext.Response);
        if (problem.Status is not { } status) return;
        if (string.IsNullOrEmpty(problem.Title)) problem.Title = ReasonPhrases.GetReasonPhrase(status);
        problem.Detail ??= status switch
        {
            StatusCodes.Status404NotFound => "There is nothing at this path; /openapi/v1.json lists what there is.",
            StatusCodes.Status405MethodNotAllowed => "This path takes other methods: those that the header Allow names.",
            StatusCodes.Status415UnsupportedMediaType => "This call takes JSON (application/json), or no body at all.",
            StatusCodes.Status500InternalServerError => "Something went wrong in the daemon; its log says what.",
            _ => null,
        };
    }
}
