package io.vgi.it;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The signatures of a module's exported packages, sorted, with generics and nullness. */
final class ApiText {
  private static final Set<String> OF_OBJECT = Set.of("equals", "hashCode", "toString");

  private ApiText() {}

  /** Spells the module whose compiled classes are at {@code classes}, a folder or a jar. */
  static String of(Path classes) throws IOException, ClassNotFoundException {
    ModuleReference module = ModuleFinder.of(classes).findAll().iterator().next();
    Set<String> exported =
        module.descriptor().exports().stream()
            .filter(export -> !export.isQualified())
            .map(Exports::source)
            .collect(Collectors.toSet());
    StringBuilder out = new StringBuilder();
    for (String name : classNames(module)) {
      if (exported.contains(name.substring(0, name.lastIndexOf('.')))) {
        Class<?> type = Class.forName(name, false, ApiText.class.getClassLoader());
        if (isVisible(type)) {
          spell(type, out);
        }
      }
    }
    return out.toString();
  }

  private static Set<String> classNames(ModuleReference module) throws IOException {
    try (ModuleReader reader = module.open();
        Stream<String> names = reader.list()) {
      return names
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .filter(name -> name.indexOf('/') > 0 && !name.startsWith("META-INF"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean isVisible(@Nullable Class<?> type) {
    for (Class<?> one = type; one != null; one = one.getEnclosingClass()) {
      boolean hidden = one.isAnonymousClass() || one.isLocalClass();
      if (hidden || !isVisible(one.getModifiers(), one.getDeclaringClass())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isVisible(int modifiers, @Nullable Class<?> owner) {
    return Modifier.isPublic(modifiers)
        || (Modifier.isProtected(modifiers)
            && owner != null
            && !Modifier.isFinal(owner.getModifiers()));
  }

  private static void spell(Class<?> type, StringBuilder out) {
    out.append(kind(type)).append(' ').append(type.getCanonicalName());
    out.append(variables(type.getTypeParameters()));
    AnnotatedType parent = type.getAnnotatedSuperclass();
    if (parent != null && !type.isEnum() && !type.isRecord() && parent.getType() != Object.class) {
      out.append(" extends ").append(name(parent));
    }
    AnnotatedType[] interfaces = type.getAnnotatedInterfaces();
    if (interfaces.length > 0 && !type.isAnnotation()) {
      out.append(type.isInterface() ? " extends " : " implements ");
      out.append(list(Arrays.asList(interfaces)));
    }
    if (type.isSealed()) {
      out.append(
          Arrays.stream(type.getPermittedSubclasses())
              .map(Class::getCanonicalName)
              .sorted()
              .collect(Collectors.joining(", ", " permits ", "")));
    }
    out.append('\n');
    members(type).forEach(member -> out.append("  ").append(member).append('\n'));
    out.append('\n');
  }

  private static String kind(Class<?> type) {
    int kept = Modifier.PROTECTED | Modifier.ABSTRACT | Modifier.FINAL;
    if (type.isInterface() || type.isEnum() || type.isRecord()) {
      kept = Modifier.PROTECTED;
    }
    String kind =
        type.isAnnotation()
            ? "@interface"
            : type.isInterface()
                ? "interface"
                : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    String inner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers()) ? "inner " : "";
    return words(Modifier.toString(type.getModifiers() & kept), inner + kind);
  }

  private static String words(String... words) {
    return Arrays.stream(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
  }

  private static List<String> members(Class<?> type) {
    List<String> members = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (!field.isSynthetic() && isVisible(field.getModifiers(), type)) {
        members.add(
            field.isEnumConstant()
                ? field.getName()
                : words(modifiers(field.getModifiers()), name(field.getAnnotatedType()))
                    + " "
                    + field.getName());
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (!constructor.isSynthetic() && isVisible(constructor.getModifiers(), type)) {
        members.add("new" + signature(constructor));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      boolean own =
          !method.isSynthetic() && !method.isBridge() && !OF_OBJECT.contains(method.getName());
      if (own && isVisible(method.getModifiers(), type)) {
        String head =
            words(
                method.isDefault() ? "default" : modifiers(method.getModifiers()),
                variables(method.getTypeParameters()),
                name(method.getAnnotatedReturnType()),
                method.getName());
        members.add(head + signature(method));
      }
    }
    members.sort(null);
    return members;
  }

  private static String modifiers(int modifiers) {
    return Modifier.toString(
        modifiers & (Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL));
  }

  private static String signature(Executable executable) {
    String parameters = list(Arrays.asList(executable.getAnnotatedParameterTypes()));
    if (executable.isVarArgs()) {
      parameters = parameters.substring(0, parameters.length() - 2) + "...";
    }
    String thrown =
        Arrays.stream(executable.getAnnotatedExceptionTypes())
            .map(ApiText::name)
            .sorted()
            .collect(Collectors.joining(", "));
    return "(" + parameters + ")" + (thrown.isEmpty() ? "" : " throws " + thrown);
  }

  private static String variables(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(
                variable -> {
                  String bounds =
                      Arrays.stream(variable.getAnnotatedBounds())
                          .map(ApiText::name)
                          .collect(Collectors.joining(" & "));
                  boolean bound = !bounds.equals("Object");
                  return variable.getName() + (bound ? " extends " + bounds : "");
                })
            .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String list(List<AnnotatedType> types) {
    return types.stream().map(ApiText::name).collect(Collectors.joining(", "));
  }

  private static String name(AnnotatedType type) {
    String nullable = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
    if (type instanceof AnnotatedArrayType array) {
      String brackets = nullable.isEmpty() ? "[]" : " @Nullable []";
      return name(array.getAnnotatedGenericComponentType()) + brackets;
    } else if (type instanceof AnnotatedParameterizedType generic) {
      Type raw = ((ParameterizedType) generic.getType()).getRawType();
      return nullable
          + name((Class<?>) raw)
          + "<"
          + list(Arrays.asList(generic.getAnnotatedActualTypeArguments()))
          + ">";
    } else if (type instanceof AnnotatedWildcardType wild) {
      AnnotatedType[] lower = wild.getAnnotatedLowerBounds();
      if (lower.length > 0) {
        return "? super " + list(Arrays.asList(lower));
      }
      String upper = list(Arrays.asList(wild.getAnnotatedUpperBounds()));
      return upper.equals("Object") || upper.isEmpty() ? "?" : "? extends " + upper;
    } else if (type instanceof AnnotatedTypeVariable) {
      return nullable + type.getType().getTypeName();
    }
    return nullable + name((Class<?>) type.getType());
  }

  private static String name(Class<?> type) {
    String name = type.getCanonicalName();
    return name.startsWith("java.lang.") ? name.substring(10) : name;
  }
}
