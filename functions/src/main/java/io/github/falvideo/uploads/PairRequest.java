package io.github.falvideo.uploads;

import io.github.falvideo.aws.UploadedFiles.UploadedFile;
import io.github.falvideo.video.InvalidRequestException;
import io.github.falvideo.video.Problem;
import io.github.falvideo.video.UploadLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes a request of a picture, a voice or a text, and options that are written like a request without these. */
record PairRequest(Function<UploadedFile, Object> json, Function<UploadedFile, String> text, String bucket) {
    private static final List<String> FROM_FILES = List.of("image_url", "audio_url", "text");

    /**
     * Not yet checked, except for the files themselves.
     *
     * @throws InvalidRequestException with every file's problem
     */
    Map<String, Object> of(List<UploadedFile> pictures, List<UploadedFile> voices, List<UploadedFile> options) {
        List<Problem> problems = new ArrayList<>();
        one(pictures, "more than one picture of the same name", problems);
        one(voices, "more than one voice or text of the same name", problems);
        pictures.forEach(file -> size(file, problems));
        voices.stream().filter(file -> !isText(file)).forEach(file -> size(file, problems));
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        Map<String, Object> request = new LinkedHashMap<>();
        Map<String, Object> input = new LinkedHashMap<>();
        options.forEach(file -> read(file, request, input));
        input.put("image_url", uri(pictures.get(0)));
        UploadedFile voice = voices.get(0);
        if (isText(voice)) {
            input.put("text", text.apply(voice));
        } else {
            input.put("audio_url", uri(voice));
        }
        request.put("input", input);
        return request;
    }

    private static void one(List<UploadedFile> files, String problem, List<Problem> problems) {
        if (files.size() > 1) {
            String keys = files.stream().map(UploadedFile::key).collect(Collectors.joining(" and "));
            problems.add(new Problem(keys, "are " + problem + "; keep one of them and upload it again"));
        }
    }

    private static void size(UploadedFile file, List<Problem> problems) {
        if (file.size() == 0) {
            problems.add(new Problem(file.key(), "is empty"));
        } else if (file.size() > UploadLimits.MAX_MEDIA_BYTES) {
            problems.add(new Problem(
                    file.key(), "must be at most " + UploadLimits.MAX_MEDIA_BYTES + " bytes long, not " + file.size()));
        }
    }

    private void read(UploadedFile file, Map<String, Object> request, Map<String, Object> input) {
        ((Map<?, ?>) json.apply(file)).forEach((field, value) -> request.put(String.valueOf(field), value));
        Object inner = request.get("input");
        if (inner instanceof Map<?, ?> fields) {
            fields.forEach((field, value) -> input.put(String.valueOf(field), value));
        } else if (inner != null) {
            throw Uploads.invalid(file, "must hold input as a JSON object");
        }
        if (FROM_FILES.stream().anyMatch(input::containsKey)) {
            throw Uploads.invalid(
                    file, "must not name the picture, the voice or the text: those are the files beside it");
        }
    }

    private String uri(UploadedFile file) {
        return "s3://" + bucket + "/" + file.key();
    }

    private static boolean isText(UploadedFile file) {
        return UploadName.of(file.key()).orElseThrow().role() == UploadName.Role.TEXT;
    }
}
